"""Measures transcription by CTranslate2, the engine of faster-whisper, in eight bits.

usage: transcribe_ctranslate2.py prepare FOLDER OUT                 a Whisper of Transformers for it
       transcribe_ctranslate2.py window OUT THREADS                 one window
       transcribe_ctranslate2.py recording OUT THREADS FILE BEAMS   a recording, by faster-whisper's
                                                                    spectrograms

The vocabulary is that of the multilingual models of 80 mels. Each line: what, ms of CPU, ms of wall
time; the last one the peak of resident memory in KiB."""
import json
import pathlib
import sys
import time
import wave

import ctranslate2
import numpy

END, START, ENGLISH, TRANSCRIBE, NO_TIMESTAMPS, FIRST_TIME = 50257, 50258, 50259, 50359, 50363, 50364
PROMPT = [START, ENGLISH, TRANSCRIBE, NO_TIMESTAMPS]
ROUNDS, BEAMS, TOKENS, WINDOWS_AT_ONCE = 3, (1, 5), (52, 112), 4
WINDOW_SAMPLES = 480_000


def tensors(file):
    content = file.read_bytes()
    size = int.from_bytes(content[:8], "little")
    for name, tensor in json.loads(content[8:8 + size]).items():
        if name != "__metadata__":
            begin, end = tensor["data_offsets"]
            numbers = numpy.frombuffer(content[8 + size + begin:8 + size + end], "<f2")
            yield name, numbers.reshape(tensor["shape"]).astype("float32")


def prepare(folder, out):
    sizes = json.loads((folder / "config.json").read_text())
    weights = dict(tensors(folder / "model.safetensors"))
    spec = ctranslate2.specs.WhisperSpec(
        sizes["encoder_layers"], sizes["encoder_attention_heads"],
        sizes["decoder_layers"], sizes["decoder_attention_heads"])

    def linear(target, *names):
        target.weight = numpy.concatenate([weights[name + ".weight"] for name in names])
        target.bias = numpy.concatenate([
            weights.get(name + ".bias", numpy.zeros(len(weights[name + ".weight"]), "float32")) for name in names])

    def norm(target, name):
        target.gamma, target.beta = weights[name + ".weight"], weights[name + ".bias"]

    def attention(target, name, groups):
        for part, group in zip(target.linear, groups):
            linear(part, *(f"{name}.{projection}_proj" for projection in group))
        norm(target.layer_norm, name + "_layer_norm")

    def stack(target, name):
        target.position_encodings.encodings = weights[name + ".embed_positions.weight"]
        norm(target.layer_norm, name + ".layer_norm")
        for i, layer in enumerate(target.layer):
            block = f"{name}.layers.{i}"
            attention(layer.self_attention, block + ".self_attn", (("q", "k", "v"), ("out",)))
            if hasattr(layer, "attention"):
                attention(layer.attention, block + ".encoder_attn", (("q",), ("k", "v"), ("out",)))
            linear(layer.ffn.linear_0, block + ".fc1")
            linear(layer.ffn.linear_1, block + ".fc2")
            norm(layer.ffn.layer_norm, block + ".final_layer_norm")

    for name in ("conv1", "conv2"):
        convolution = getattr(spec.encoder, name)
        convolution.weight = weights[f"model.encoder.{name}.weight"]
        convolution.bias = weights[f"model.encoder.{name}.bias"]
    stack(spec.encoder, "model.encoder")
    stack(spec.decoder, "model.decoder")
    spec.decoder.embeddings.weight = weights["model.decoder.embed_tokens.weight"]
    spec.decoder.projection.weight = weights["model.decoder.embed_tokens.weight"]
    spec.register_vocabulary(vocabulary(sizes["vocab_size"]))
    spec.config.suppress_ids = []
    spec.config.suppress_ids_begin = []
    spec.config.lang_ids = [ENGLISH]
    spec.config.alignment_heads = [(sizes["decoder_layers"] - 1, 0)]
    spec.validate()
    spec.optimize(quantization="int8")
    out.mkdir(parents=True, exist_ok=True)
    spec.save(str(out))


def vocabulary(size):
    names = [f"t{token}" for token in range(size)]
    names[END:END + 3] = "<|endoftext|>", "<|startoftranscript|>", "<|en|>"
    names[50358:50364] = ("<|translate|>", "<|transcribe|>", "<|startoflm|>", "<|startofprev|>", "<|nospeech|>",
                          "<|notimestamps|>")
    names[FIRST_TIME:] = [f"<|{time / 50:.2f}|>" for time in range(size - FIRST_TIME)]
    return names


def texts(model, heard, windows, beams, tokens):
    # Half of the positions are the prompt's, whatever its length.
    found = model.generate(heard, windows * [PROMPT], beam_size=beams, max_length=2 * tokens, suppress_tokens=[END],
                           suppress_blank=False, return_no_speech_prob=True)
    for text in found:
        if len(text.sequences_ids[0]) != tokens:
            raise SystemExit(f"{len(text.sequences_ids[0])} tokens, wanted {tokens}")


class Least:
    def __init__(self):
        self.least = {}

    def of(self, what, work):
        wall, cpu = time.monotonic(), time.process_time()
        result = work()
        took = 1000 * (time.process_time() - cpu), 1000 * (time.monotonic() - wall)
        self.least[what] = tuple(map(min, took, self.least.get(what, took)))
        return result

    def tell(self):
        for what, (cpu, wall) in self.least.items():
            print(f"{what} {cpu:.1f} {wall:.1f}")
        with open("/proc/self/status", encoding="ascii") as status:
            print("peak", next(int(line.split()[1]) for line in status if line.startswith("VmHWM")))


def window(model, least):
    mel = numpy.random.default_rng(1).standard_normal((1, 80, 3000)).astype("float32")
    features = ctranslate2.StorageView.from_array(mel)
    for _ in range(ROUNDS):
        heard = least.of("encode", lambda: model.encode(features))
        for tokens in TOKENS:
            for beams in BEAMS:
                least.of(f"{beams}x{tokens}", lambda: texts(model, heard, 1, beams, tokens))


def recording(model, least, file, beams):
    from faster_whisper.feature_extractor import FeatureExtractor

    def transcribe():
        extractor = FeatureExtractor()
        with wave.open(file) as sound:
            while frames := sound.readframes(WINDOWS_AT_ONCE * WINDOW_SAMPLES):
                samples = numpy.frombuffer(frames, "<i2").astype("float32") / 32768
                mels = [extractor(samples[at:at + WINDOW_SAMPLES])[:, :3000]
                        for at in range(0, len(samples), WINDOW_SAMPLES)]
                features = ctranslate2.StorageView.from_array(numpy.ascontiguousarray(numpy.stack(mels), "float32"))
                texts(model, model.encode(features), len(mels), beams, TOKENS[0])

    least.of(f"recording-{beams}", transcribe)


def main():
    what, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    if what == "prepare":
        prepare(folder, pathlib.Path(sys.argv[3]))
        return
    model = ctranslate2.models.Whisper(
        str(folder), device="cpu", compute_type="int8", intra_threads=int(sys.argv[3]), inter_threads=1)
    least = Least()
    if what == "window":
        window(model, least)
    else:
        recording(model, least, sys.argv[4], int(sys.argv[5]))
    least.tell()


if __name__ == "__main__":
    main()
