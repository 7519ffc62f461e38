"""Writes the transcription model as Whisper models are published: configuration, tokenizer and half-precision safetensors."""
import argparse
import json
import pathlib
import struct

import torch

from train_transcription import GUIDED
from vocabulary import SECONDS, tokenizer
from whisper import DECODER, ENCODER, HEADS, MELS, TEXT, WIDTH


def safetensors(path, tensors):
    header, offset = {"__metadata__": {"format": "pt"}}, 0
    for name, tensor in tensors.items():
        size = tensor.numel() * 2
        header[name] = {"dtype": "F16", "shape": list(tensor.shape), "data_offsets": [offset, offset + size]}
        offset += size
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as out:
        out.write(struct.pack("<Q", len(text)) + text)
        for tensor in tensors.values():
            out.write(tensor.half().contiguous().numpy().tobytes())


def document(path, content):
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n")


def configuration(tokens):
    return {
        "activation_dropout": 0.0, "activation_function": "gelu", "architectures": ["WhisperForConditionalGeneration"],
        "attention_dropout": 0.0, "begin_suppress_tokens": [tokens.ids["\u0120"], tokens.end], "bos_token_id": tokens.end,
        "d_model": WIDTH, "decoder_attention_heads": HEADS, "decoder_ffn_dim": 4 * WIDTH, "decoder_layerdrop": 0.0,
        "decoder_layers": DECODER, "decoder_start_token_id": tokens.start, "dropout": 0.0, "encoder_attention_heads": HEADS,
        "encoder_ffn_dim": 4 * WIDTH, "encoder_layerdrop": 0.0, "encoder_layers": ENCODER, "eos_token_id": tokens.end,
        "init_std": 0.02, "is_encoder_decoder": True, "max_source_positions": 50 * SECONDS, "max_target_positions": TEXT,
        "model_type": "whisper", "num_hidden_layers": ENCODER, "num_mel_bins": MELS, "pad_token_id": tokens.end,
        "scale_embedding": False, "torch_dtype": "float16", "use_cache": True, "vocab_size": len(tokens)}


def generation(tokens, heads):
    symbols = [i for t, i in tokens.ids.items() if i < tokens.end and len(t.lstrip("\u0120")) == 1 and
               t.lstrip("\u0120") in "\"#()*+/:;<=>@[\\]^_`{|}~"]
    suppressed = sorted(symbols + [tokens.ids[t] for t in tokens.special[1:2] + tokens.special[3:8]])
    return {
        "alignment_heads": heads, "begin_suppress_tokens": [tokens.ids["\u0120"], tokens.end], "bos_token_id": tokens.end,
        "decoder_start_token_id": tokens.start, "eos_token_id": tokens.end, "is_multilingual": True,
        "lang_to_id": {"<|en|>": tokens.language}, "max_initial_timestamp_index": 50, "max_length": TEXT,
        "no_timestamps_token_id": tokens.untimed, "pad_token_id": tokens.end, "prev_sot_token_id": tokens.ids["<|startofprev|>"],
        "return_timestamps": False, "suppress_tokens": suppressed,
        "task_to_id": {"transcribe": tokens.transcribe, "translate": tokens.ids["<|translate|>"]}}


def preprocessor():
    return {"chunk_length": SECONDS, "feature_extractor_type": "WhisperFeatureExtractor", "feature_size": MELS, "hop_length": 160,
            "n_fft": 400, "n_samples": 16000 * SECONDS, "nb_max_frames": 100 * SECONDS, "padding_side": "right", "padding_value": 0.0,
            "processor_class": "WhisperProcessor", "return_attention_mask": False, "sampling_rate": 16000}


def tokenizer_document(tokens):
    added = [{"id": tokens.ids[t], "content": t, "single_word": False, "lstrip": False, "rstrip": False, "normalized": False,
              "special": not (t[2].isdigit())} for t in tokens.special]
    return {"version": "1.0", "truncation": None, "padding": None, "added_tokens": added, "normalizer": None,
            "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True},
            "post_processor": None,
            "decoder": {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": True, "use_regex": True},
            "model": {"type": "BPE", "dropout": None, "unk_token": None, "continuing_subword_prefix": "", "end_of_word_suffix": "",
                      "fuse_unk": False, "vocab": {t: tokens.ids[t] for t in tokens.texts},
                      "merges": [f"{a} {b}" for a, b in tokens.merges]}}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint")
    parser.add_argument("folder")
    args = parser.parse_args()
    folder = pathlib.Path(args.folder)
    folder.mkdir(parents=True, exist_ok=True)
    tokens = tokenizer()
    weights = torch.load(args.checkpoint, weights_only=False)["model"]
    safetensors(folder / "model.safetensors", {f"model.{n}": t for n, t in sorted(weights.items())
                                               if n.startswith(("encoder.", "decoder."))})
    document(folder / "config.json", configuration(tokens))
    document(folder / "generation_config.json", generation(tokens, [[DECODER - 1, head] for head in range(GUIDED)]))
    document(folder / "preprocessor_config.json", preprocessor())
    document(folder / "tokenizer.json", tokenizer_document(tokens))
    document(folder / "vocab.json", {t: tokens.ids[t] for t in tokens.texts})
    document(folder / "added_tokens.json", {t: tokens.ids[t] for t in tokens.special})
    (folder / "merges.txt").write_text("#version: 0.2\n" + "".join(f"{a} {b}\n" for a, b in tokens.merges))


if __name__ == "__main__":
    main()
