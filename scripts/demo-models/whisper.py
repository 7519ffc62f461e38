"""Whisper's architecture (Radford et al. 2022) at small sizes, with the tensor names of the published checkpoints."""
import math

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from vocabulary import SECONDS

MELS, WIDTH, HEADS, ENCODER, DECODER, TEXT = 80, 160, 5, 4, 2, 128
HEAD = WIDTH // HEADS
POSITIONS = 50 * SECONDS
# Where the encoder's heads look at first, in frames from their own: what a convolution would see. Training moves them.
OFFSETS = ((-3, -1, 1, 3), (-6, -2, 2, 6), (-10, -4, 4, 10), (-8, -3, 3, 8))


def sinusoids(length, channels, longest=300):
    step = math.log(longest) / (channels // 2 - 1)
    scaled = torch.arange(length)[:, None] * torch.exp(-step * torch.arange(channels // 2))[None]
    return torch.cat([scaled.sin(), scaled.cos()], dim=1)


def mel_filters():
    """Slaney-normalised triangles on Slaney's mel scale, 80 × 201, as librosa makes them."""
    def hertz(mel):
        return np.where(mel < 15, mel * 200 / 3, 1000 * np.exp((mel - 15) * math.log(6.4) / 27))
    top = 15 + math.log(8000 / 1000) / (math.log(6.4) / 27)
    edges = hertz(np.linspace(0, top, MELS + 2))
    bins = np.linspace(0, 8000, 201)
    up = (bins[None] - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    down = (edges[2:, None] - bins[None]) / (edges[2:] - edges[1:-1])[:, None]
    return torch.tensor(np.maximum(0, np.minimum(up, down)) * (2 / (edges[2:] - edges[:-2]))[:, None], dtype=torch.float32)


FILTERS = mel_filters()
WINDOW = torch.hann_window(400)


def log_mel(x):
    """batch × samples to batch × 80 × samples / 160."""
    power = torch.stft(x, 400, 160, window=WINDOW, return_complex=True)[..., :-1].abs() ** 2
    log = torch.clamp(FILTERS @ power, min=1e-10).log10()
    log = torch.maximum(log, log.amax(dim=(1, 2), keepdim=True) - 8.0)
    return (log + 4) / 4


def halved(q, k, v):
    """Attention all in half precision: a processor learns nearly twice as fast through it as through SDPA."""
    with torch.autocast("cpu", enabled=False):
        return torch.softmax((q / math.sqrt(HEAD)) @ k.transpose(2, 3), dim=-1) @ v


class Attention(nn.Module):
    def __init__(self):
        super().__init__()
        self.q_proj, self.v_proj, self.out_proj = (nn.Linear(WIDTH, WIDTH) for _ in range(3))
        self.k_proj = nn.Linear(WIDTH, WIDTH, bias=False)

    def look(self, offsets):
        """Makes one head for every offset look that many frames away, by the positions' sinusoids."""
        half = WIDTH // 2
        step = math.log(300) / (half - 1)
        with torch.no_grad():
            for h, offset in enumerate(offsets):
                for j in range(HEAD // 2):
                    i = min(half - 1, j * half // (HEAD // 2) + h % (half * 2 // HEAD))
                    turn, row = offset * math.exp(-step * i), h * HEAD + 2 * j
                    for projection, angle in ((self.q_proj, turn), (self.k_proj, 0.0)):
                        projection.weight[row:row + 2] *= 0.3
                        projection.weight[row, i] += 1.6 * math.cos(angle)
                        projection.weight[row, i + half] += 1.6 * math.sin(angle)
                        projection.weight[row + 1, i] -= 1.6 * math.sin(angle)
                        projection.weight[row + 1, i + half] += 1.6 * math.cos(angle)

    def split(self, x, projection):
        return projection(x).unflatten(-1, (HEADS, HEAD)).transpose(1, 2)

    def forward(self, x, seen=None, causal=False):
        seen = x if seen is None else seen
        q, k, v = self.split(x, self.q_proj), self.split(seen, self.k_proj), self.split(seen, self.v_proj)
        y = F.scaled_dot_product_attention(q, k, v, is_causal=causal) if causal or q.dtype == torch.float32 else halved(q, k, v)
        return self.out_proj(y.transpose(1, 2).flatten(2))

    def weighed(self, x, seen):
        """The same without SDPA, with the weights: batch × heads × queries × frames."""
        q, k, v = self.split(x, self.q_proj), self.split(seen, self.k_proj), self.split(seen, self.v_proj)
        weights = torch.softmax(q @ k.transpose(2, 3) / math.sqrt(HEAD), dim=-1)
        return self.out_proj((weights @ v).transpose(1, 2).flatten(2)), weights


class Block(nn.Module):
    def __init__(self, decoder):
        super().__init__()
        self.self_attn, self.self_attn_layer_norm = Attention(), nn.LayerNorm(WIDTH)
        if decoder:
            self.encoder_attn, self.encoder_attn_layer_norm = Attention(), nn.LayerNorm(WIDTH)
        self.fc1, self.fc2, self.final_layer_norm = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH), nn.LayerNorm(WIDTH)

    def forward(self, x, audio=None):
        x = x + self.self_attn(self.self_attn_layer_norm(x), causal=audio is not None)
        weights = None
        if audio is not None:
            y, weights = self.encoder_attn.weighed(self.encoder_attn_layer_norm(x), audio)
            x = x + y
        return x + self.fc2(F.gelu(self.fc1(self.final_layer_norm(x)))), weights


class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1, self.conv2 = nn.Conv1d(MELS, WIDTH, 3, padding=1), nn.Conv1d(WIDTH, WIDTH, 3, stride=2, padding=1)
        self.embed_positions = nn.Embedding(POSITIONS, WIDTH)
        self.embed_positions.weight.data.copy_(sinusoids(POSITIONS, WIDTH) * 0.3)
        self.layers = nn.ModuleList(Block(False) for _ in range(ENCODER))
        self.layer_norm = nn.LayerNorm(WIDTH)
        for layer, offsets in zip(self.layers, OFFSETS):
            layer.self_attn.look(offsets)

    def forward(self, mel):
        """The frames after every layer; the last, normalised, are what the decoder hears."""
        x = F.gelu(self.conv2(F.gelu(self.conv1(mel)))).transpose(1, 2)
        x = x + self.embed_positions.weight[:x.shape[1]]
        after = []
        for layer in self.layers:
            x = layer(x)[0]
            after.append(x)
        return [*after[:-1], self.layer_norm(x)]


class Decoder(nn.Module):
    def __init__(self, vocabulary):
        super().__init__()
        self.embed_tokens, self.embed_positions = nn.Embedding(vocabulary, WIDTH), nn.Embedding(TEXT, WIDTH)
        nn.init.normal_(self.embed_tokens.weight, std=0.05)
        nn.init.normal_(self.embed_positions.weight, std=0.02)
        self.layers = nn.ModuleList(Block(True) for _ in range(DECODER))
        self.layer_norm = nn.LayerNorm(WIDTH)

    def forward(self, tokens, audio):
        """Logits and the cross-attention of every layer."""
        x = self.embed_tokens(tokens) + self.embed_positions.weight[:tokens.shape[1]]
        looked = []
        for layer in self.layers:
            x, weights = layer(x, audio)
            looked.append(weights)
        return self.layer_norm(x) @ self.embed_tokens.weight.T, looked


class Whisper(nn.Module):
    """With heads that exist only in training: the sound of every frame in the middle of the encoder; at its end the word
    of every frame, and the words in their order (CTC)."""

    def __init__(self, vocabulary, sounds, words):
        super().__init__()
        self.encoder, self.decoder = Encoder(), Decoder(vocabulary)
        self.sounds, self.names, self.words = nn.Linear(WIDTH, sounds), nn.Linear(WIDTH, words + 1), nn.Linear(WIDTH, words + 1)
        for head in (self.sounds, self.names, self.words):
            nn.init.zeros_(head.weight)
        self.words.bias.data[-1] = 4.0  # mostly the blank
