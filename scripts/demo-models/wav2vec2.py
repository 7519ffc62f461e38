"""wav2vec 2.0's architecture (Baevski et al. 2020) with a CTC head, at small sizes, with the published tensor names."""
import torch
from torch import nn
from torch.nn import functional as F

WIDTH, HEADS, LAYERS, INNER, POSITIONS, GROUPS = 128, 4, 4, 512, 64, 16
CHANNELS = (32, 32, 48, 64, 64, 64, 64)
KERNELS, STRIDES = (10, 3, 3, 3, 3, 2, 2), (5, 2, 2, 2, 2, 2, 2)
LABELS = ["<pad>", "<s>", "</s>", "<unk>", "|", *"ETAONIHSRDLUMWCFGYPBVK'XJQZ"]


class Convolution(nn.Module):
    def __init__(self, i):
        super().__init__()
        self.conv = nn.Conv1d(1 if i == 0 else CHANNELS[i - 1], CHANNELS[i], KERNELS[i], STRIDES[i], bias=False)
        nn.init.kaiming_normal_(self.conv.weight)
        if i == 0:
            self.layer_norm = nn.GroupNorm(CHANNELS[0], CHANNELS[0])

    def forward(self, x):
        x = self.conv(x)
        return F.gelu(self.layer_norm(x) if hasattr(self, "layer_norm") else x)


class Attention(nn.Module):
    def __init__(self):
        super().__init__()
        self.q_proj, self.k_proj, self.v_proj, self.out_proj = (nn.Linear(WIDTH, WIDTH) for _ in range(4))

    def forward(self, x):
        q, k, v = (p(x).unflatten(-1, (HEADS, -1)).transpose(1, 2) for p in (self.q_proj, self.k_proj, self.v_proj))
        return self.out_proj(F.scaled_dot_product_attention(q, k, v).transpose(1, 2).flatten(2))


class FeedForward(nn.Module):
    def __init__(self):
        super().__init__()
        self.intermediate_dense, self.output_dense = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)

    def forward(self, x):
        return self.output_dense(F.gelu(self.intermediate_dense(x)))


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.attention, self.feed_forward = Attention(), FeedForward()
        self.layer_norm, self.final_layer_norm = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)

    def forward(self, x):
        x = self.layer_norm(x + self.attention(x))
        return self.final_layer_norm(x + self.feed_forward(x))


class Positions(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.utils.parametrizations.weight_norm(
            nn.Conv1d(WIDTH, WIDTH, POSITIONS, padding=POSITIONS // 2, groups=GROUPS), dim=2)

    def forward(self, x):
        return F.gelu(self.conv(x.transpose(1, 2))[..., :-1]).transpose(1, 2)


class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.pos_conv_embed, self.layer_norm = Positions(), nn.LayerNorm(WIDTH)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))

    def forward(self, x):
        """The frames after every layer."""
        x = self.layer_norm(x + self.pos_conv_embed(x))
        after = []
        for layer in self.layers:
            x = layer(x)
            after.append(x)
        return after


class Extractor(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv_layers = nn.ModuleList(Convolution(i) for i in range(len(KERNELS)))

    def forward(self, x):
        for layer in self.conv_layers:
            x = layer(x)
        return x.transpose(1, 2)


class Projection(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer_norm, self.projection = nn.LayerNorm(CHANNELS[-1]), nn.Linear(CHANNELS[-1], WIDTH)

    def forward(self, x):
        return self.projection(self.layer_norm(x))


class Wav2Vec2(nn.Module):
    def __init__(self):
        super().__init__()
        self.feature_extractor, self.feature_projection, self.encoder = Extractor(), Projection(), Encoder()

    def forward(self, x):
        return self.encoder(self.feature_projection(self.feature_extractor(x[:, None])))


class Ctc(nn.Module):
    """With a head that exists only in training: the sound of every frame in the middle of the layers."""

    def __init__(self, sounds):
        super().__init__()
        self.wav2vec2, self.lm_head = Wav2Vec2(), nn.Linear(WIDTH, len(LABELS))
        self.lm_head.bias.data[0] = 2.0  # mostly the blank
        self.sounds = nn.Linear(WIDTH, sounds)

    def forward(self, x):
        """Log-probabilities, and the logits of the sounds."""
        after = self.wav2vec2(x)
        return F.log_softmax(self.lm_head(after[-1]), dim=-1), self.sounds(after[1])


def normalised(x):
    return (x - x.mean(-1, keepdim=True)) / torch.sqrt(x.var(-1, unbiased=False, keepdim=True) + 1e-7)
