"""Writes the alignment model as wav2vec 2.0 CTC models are published: configuration, vocabulary, half-precision safetensors."""
import argparse
import pathlib

import torch

from export_transcription import document, safetensors
from wav2vec2 import CHANNELS, GROUPS, HEADS, INNER, KERNELS, LABELS, LAYERS, POSITIONS, STRIDES, WIDTH

# The two parts of the weight norm, as wav2vec 2.0's own checkpoints name them.
_WEIGHT = "wav2vec2.encoder.pos_conv_embed.conv."
PUBLISHED = {f"{_WEIGHT}parametrizations.weight.original{i}": f"{_WEIGHT}weight_{part}" for i, part in enumerate("gv")}


def configuration():
    return {
        "architectures": ["Wav2Vec2ForCTC"], "bos_token_id": 1, "conv_bias": False, "conv_dim": list(CHANNELS),
        "conv_kernel": list(KERNELS), "conv_stride": list(STRIDES), "do_stable_layer_norm": False, "eos_token_id": 2,
        "feat_extract_activation": "gelu", "feat_extract_norm": "group", "hidden_act": "gelu", "hidden_size": WIDTH,
        "intermediate_size": INNER, "layer_norm_eps": 1e-05, "model_type": "wav2vec2", "num_attention_heads": HEADS,
        "num_conv_pos_embedding_groups": GROUPS, "num_conv_pos_embeddings": POSITIONS, "num_feat_extract_layers": len(KERNELS),
        "num_hidden_layers": LAYERS, "pad_token_id": 0, "torch_dtype": "float16", "vocab_size": len(LABELS)}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint")
    parser.add_argument("folder")
    args = parser.parse_args()
    folder = pathlib.Path(args.folder)
    folder.mkdir(parents=True, exist_ok=True)
    weights = torch.load(args.checkpoint, weights_only=False)["model"]
    safetensors(folder / "model.safetensors", {PUBLISHED.get(n, n): t for n, t in sorted(weights.items())
                                               if n.startswith(("wav2vec2.", "lm_head."))})
    document(folder / "config.json", configuration())
    document(folder / "preprocessor_config.json", {"do_normalize": True, "feature_extractor_type": "Wav2Vec2FeatureExtractor",
             "feature_size": 1, "padding_side": "right", "padding_value": 0.0, "return_attention_mask": False, "sampling_rate": 16000})
    document(folder / "vocab.json", {label: i for i, label in enumerate(LABELS)})


if __name__ == "__main__":
    main()
