package voxcrate.bundler.pack;

import java.util.ArrayList;
import java.util.List;
import voxcrate.bundle.Manifest.Component;
import voxcrate.bundle.Manifest.Mode;
import voxcrate.bundle.RelativePath;
import voxcrate.bundle.archive.BundleContent.InText;
import voxcrate.bundle.archive.BundleSource.ReleaseFile;

/// The release that a bundle carries: files, and what they belong to.
///
/// ```
/// bin/{voxcrate,voxcrate-installer}   launchers
/// runtime/                            image made by jlink
/// installer/lib/*.jar  engine/lib/*.jar
/// engine/native/*.so   engine/selftest/*
/// models/torch/ORG/NAME/*             converted; a pipeline's own models in folders below
/// models/torch/ORG/NAME/model.sig     covers all of that folder, where the key can sign models
/// models/hub/models--ORG--NAME/*      the hub's own files, in the layout of its Python client
/// docs/*
/// ```
///
/// @param models in the order in which they were gathered
public record Release(
    List<ReleaseFile> files, List<Component> components, List<ReleasedModel> models) {
  static final String RUNTIME = "runtime";
  static final String INSTALLER = "installer";
  static final String ENGINE = "engine";
  static final String DOCS = "docs";
  static final String LAUNCHERS = "bin";
  static final String MODELS = "models/torch";
  static final String HUB = "models/hub";

  public Release {
    files = List.copyOf(files);
    components = List.copyOf(components);
    models = List.copyOf(models);
  }

  /// With one more text among the documents.
  public Release with(String document, String text) {
    var all = new ArrayList<>(files);
    var path = new RelativePath(DOCS + "/" + document);
    all.add(new ReleaseFile(path, Mode.FILE, new InText(text)));
    return new Release(all, components, models);
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
