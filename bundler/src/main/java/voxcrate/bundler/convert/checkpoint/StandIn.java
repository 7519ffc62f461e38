package voxcrate.bundler.convert.checkpoint;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What a global of a pickle becomes here. No global is ever looked up, loaded or called; a name
/// outside this list is refused.
sealed interface StandIn {
  /// An ordered or plain dictionary.
  record Dictionary() implements StandIn {}

  /// A tensor, from storage, offset, shape and strides.
  record TensorView() implements StandIn {}

  /// The tensor inside a parameter.
  record ParameterTensor() implements StandIn {}

  /// Names the kind of a storage; cannot be called.
  record StorageType(ElementType element) implements StandIn {}

  /// A subclass of str.
  record PlainText() implements StandIn {}

  /// An [PickleValue.Inert] record.
  record InertRecord() implements StandIn {}

  /// A type that is only mentioned; cannot be called.
  record MentionedType() implements StandIn {}

  /// The globals that published speech models name (pyannote 2022 to 2025, WeSpeaker, Whisper).
  Map<String, StandIn> ALLOWED = allowed();

  /// @param name module and name with a blank between, as the pickle has it
  static Optional<StandIn> of(String name) {
    return Optional.ofNullable(ALLOWED.get(name));
  }

  private static Map<String, StandIn> allowed() {
    var allowed = new HashMap<String, StandIn>();
    allowed.put("collections OrderedDict", new Dictionary());
    allowed.put("collections defaultdict", new Dictionary());
    allowed.put("torch._utils _rebuild_tensor_v2", new TensorView());
    allowed.put("torch._utils _rebuild_parameter", new ParameterTensor());
    allowed.put("torch FloatStorage", new StorageType(ElementType.FLOAT));
    allowed.put("torch DoubleStorage", new StorageType(ElementType.DOUBLE));
    allowed.put("torch HalfStorage", new StorageType(ElementType.HALF));
    allowed.put("torch BFloat16Storage", new StorageType(ElementType.BFLOAT16));
    allowed.put("torch LongStorage", new StorageType(ElementType.LONG));
    allowed.put("torch IntStorage", new StorageType(ElementType.INT));
    allowed.put("torch ShortStorage", new StorageType(ElementType.SHORT));
    allowed.put("torch CharStorage", new StorageType(ElementType.CHAR));
    allowed.put("torch ByteStorage", new StorageType(ElementType.BYTE));
    allowed.put("torch BoolStorage", new StorageType(ElementType.BOOL));
    allowed.put("torch.torch_version TorchVersion", new PlainText());
    allowed.put("pyannote.audio.core.task Specifications", new InertRecord());
    allowed.put("pyannote.audio.core.task Problem", new InertRecord());
    allowed.put("pyannote.audio.core.task Resolution", new InertRecord());
    allowed.put("pyannote.audio.core.model Introspection", new InertRecord());
    allowed.put("omegaconf.listconfig ListConfig", new InertRecord());
    allowed.put("omegaconf.dictconfig DictConfig", new InertRecord());
    allowed.put("omegaconf.base ContainerMetadata", new InertRecord());
    allowed.put("omegaconf.base Metadata", new InertRecord());
    allowed.put("omegaconf.nodes AnyNode", new InertRecord());
    allowed.put("typing Any", new MentionedType());
    allowed.put("__builtin__ list", new MentionedType());
    allowed.put("__builtin__ dict", new MentionedType());
    allowed.put("__builtin__ long", new MentionedType());
    return Map.copyOf(allowed);
  }
}
