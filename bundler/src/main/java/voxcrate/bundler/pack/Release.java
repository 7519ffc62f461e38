package voxcrate.bundler.pack;

import java.util.ArrayList;
import java.util.List;
import voxcrate.bundle.Manifest.Component;
import voxcrate.bundle.Manifest.Mode;
import voxcrate.bundle.RelativePath;
import voxcrate.bundle.archive.BundleContent.InText;
import voxcrate.bundle.archive.BundleSource.ReleaseFile;
import voxcrate.bundler.cuda.CudaLibraries.CarriedPackage;

/// The release that a bundle carries: files, and what they belong to.
///
/// ```
/// bin/{voxcrate,voxcrate-installer}   launchers
/// runtime/                            image made by jlink
/// installer/lib/*.jar  engine/lib/*.jar
/// engine/native/*.so   engine/selftest/*
/// models/torch/ORG/NAME/*             converted; a pipeline's own models in folders below
/// models/torch/ORG/NAME/model.sig     covers all of that folder, where the key can sign models
/// models/cuda/ORG/NAME/*              the same models for graphics cards
/// models/hub/models--ORG--NAME/*      the hub's own files, in the layout of its Python client
/// engine/cuda/*                       NVIDIA's libraries; in load-order.txt how to load them
/// docs/*
/// ```
///
/// @param models in the order in which they were gathered
/// @param cuda packages of what is carried for graphics cards; none where nothing is
public record Release(
    List<ReleaseFile> files,
    List<Component> components,
    List<ReleasedModel> models,
    List<CarriedPackage> cuda) {
  static final String RUNTIME = "runtime";
  static final String INSTALLER = "installer";
  static final String ENGINE = "engine";
  static final String DOCS = "docs";
  static final String LAUNCHERS = "bin";
  static final String MODELS = "models/torch";
  static final String CARD_MODELS = "models/cuda";
  static final String NATIVE = ENGINE + "/native";
  static final String CUDA = ENGINE + "/cuda";
  static final String LOAD_ORDER = "load-order.txt";
  static final String HUB = "models/hub";

  public Release {
    files = List.copyOf(files);
    components = List.copyOf(components);
    models = List.copyOf(models);
    cuda = List.copyOf(cuda);
  }

  /// For processors alone.
  public Release(List<ReleaseFile> files, List<Component> components, List<ReleasedModel> models) {
    this(files, components, models, List.of());
  }

  /// With one more text among the documents.
  public Release with(String document, String text) {
    var all = new ArrayList<>(files);
    var path = new RelativePath(DOCS + "/" + document);
    all.add(new ReleaseFile(path, Mode.FILE, new InText(text)));
    return new Release(all, components, models, cuda);
  }

  /// The mode follows from the place, so that no umask of this machine shows in a bundle.
  static Mode modeOf(String path) {
    boolean program =
        path.startsWith(LAUNCHERS + "/")
            || path.startsWith(RUNTIME + "/bin/")
            || path.equals(RUNTIME + "/lib/jspawnhelper")
            || path.equals(RUNTIME + "/lib/jexec");
    return program ? Mode.EXECUTABLE : Mode.FILE;
  }
}
