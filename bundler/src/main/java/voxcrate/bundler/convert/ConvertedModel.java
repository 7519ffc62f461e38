package voxcrate.bundler.convert;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import voxcrate.model.ModelDescriptor;
import voxcrate.model.ModelDescriptorCodec;

/// A model that has been converted, as it lies in a folder.
///
/// @param folder where its `model.json` lies
/// @param parts models of the same repository, in folders below; only pipelines have them
public record ConvertedModel(Path folder, ModelDescriptor descriptor, List<ConvertedModel> parts) {
  public ConvertedModel {
    parts = List.copyOf(parts);
  }

  /// Reads the `model.json` in `folder` and those of its parts.
  ///
  /// @throws voxcrate.json.JsonException when one is damaged
  public static ConvertedModel in(Path folder) throws IOException {
    var descriptor =
        ModelDescriptorCodec.read(Files.readAllBytes(folder.resolve(ModelDescriptor.FILE_NAME)));
    var parts = new ArrayList<ConvertedModel>();
    for (var part : descriptor.parts()) {
      parts.add(in(folder.resolve(part)));
    }
    return new ConvertedModel(folder, descriptor, parts);
  }

  /// This one and its parts.
  public Stream<ConvertedModel> all() {
    return Stream.concat(Stream.of(this), parts.stream());
  }
}
