"""The two networks, with the tensor names of the published originals."""
import math

import torch
import torch.nn.functional as F
from torch import nn

POWERSET = [(), (0,), (1,), (2,), (0, 1), (0, 2), (1, 2)]


class SincFilters(nn.Module):
    """40 band-pass pairs (cosine, sine) of 251 points, computed from 2×40 learned numbers."""

    def __init__(self):
        super().__init__()
        mel = torch.linspace(2595 * math.log10(1 + 30 / 700), 2595 * math.log10(1 + (8000 - 100) / 700), 41)
        hertz = 700 * (10 ** (mel / 2595) - 1)
        self.low_hz_ = nn.Parameter(hertz[:-1].reshape(-1, 1).clone())
        self.band_hz_ = nn.Parameter((hertz[1:] - hertz[:-1]).reshape(-1, 1).clone())
        self.register_buffer("window_", torch.hamming_window(251, periodic=False)[:125].clone())
        self.register_buffer("n_", 2 * math.pi * torch.arange(-125.0, 0.0).reshape(1, -1) / 16000)

    def filters(self):
        low = 50 + self.low_hz_.abs()
        high = torch.clamp(low + 50 + self.band_hz_.abs(), 50, 8000)
        band = (high - low)[:, 0]
        at_low, at_high = low @ self.n_, high @ self.n_
        cosine = (torch.sin(at_high) - torch.sin(at_low)) / (self.n_ / 2) * self.window_
        sine = (torch.cos(at_low) - torch.cos(at_high)) / (self.n_ / 2) * self.window_
        middle = 2 * band.reshape(-1, 1)
        bank = torch.cat([torch.cat([cosine, middle, cosine.flip(1)], 1),
                          torch.cat([sine, torch.zeros_like(middle), -sine.flip(1)], 1)])
        return (bank / (2 * band.repeat(2).reshape(-1, 1))).unsqueeze(1)


class SincEncoder(nn.Module):
    """Holder that gives the filter tensors their published name, `conv1d.0.filterbank.*`."""

    def __init__(self):
        super().__init__()
        self.filterbank = SincFilters()


class SincNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.wav_norm1d = nn.InstanceNorm1d(1, affine=True)
        self.conv1d = nn.ModuleList([SincEncoder(), nn.Conv1d(80, 60, 5), nn.Conv1d(60, 60, 5)])
        self.norm1d = nn.ModuleList([nn.InstanceNorm1d(80, affine=True), nn.InstanceNorm1d(60, affine=True),
                                     nn.InstanceNorm1d(60, affine=True)])

    def forward(self, x):
        with torch.no_grad():           # the filters stay at their mel-spaced start: half the training time
            x = self.wav_norm1d(x)
            x = F.conv1d(x, self.conv1d[0].filterbank.filters(), stride=10).abs_()
            x = F.max_pool1d(x, 3)
        x = F.leaky_relu(self.norm1d[0](x))
        for i in (1, 2):
            x = F.leaky_relu(self.norm1d[i](F.max_pool1d(self.conv1d[i](x), 3)))
        return x


class PyanNet(nn.Module):
    def __init__(self, lstm_hidden=96, lstm_layers=2, linear=64):
        super().__init__()
        self.sincnet = SincNet()
        self.lstm = nn.LSTM(60, lstm_hidden, lstm_layers, bidirectional=True, batch_first=True)
        self.linear = nn.ModuleList([nn.Linear(2 * lstm_hidden, linear), nn.Linear(linear, linear)])
        self.classifier = nn.Linear(linear, len(POWERSET))

    def recurrent(self, x):
        """What the middle and the last layer of the LSTM say of what the SincNet says, (batch, frames, 60): training has
        a task of its own for the middle."""
        out, weights = [], self.lstm._flat_weights      # eight tensors a layer: two directions
        for first, last in ((0, self.lstm.num_layers // 2), (self.lstm.num_layers // 2, self.lstm.num_layers)):
            start = x.new_zeros(2 * (last - first), len(x), self.lstm.hidden_size)
            x = torch._VF.lstm(x, (start, start), weights[8 * first:8 * last], True, last - first, 0.0, self.training,
                               True, True)[0]
            out.append(x)
        return out

    def forward(self, waveforms):
        return self.classify(self.lstm(self.sincnet(waveforms).transpose(1, 2))[0])

    def classify(self, x):
        for layer in self.linear:
            x = F.leaky_relu(layer(x))
        return F.log_softmax(self.classifier(x), dim=-1)


def mel_filters():
    """Kaldi's 80 triangles between 20 and 8000 Hz over a 512-point FFT: 80×257, the last bin unused."""
    def mel(f):
        return 1127.0 * torch.log1p(f / 700.0)
    low, high = mel(torch.tensor(20.0, dtype=torch.float64)), mel(torch.tensor(8000.0, dtype=torch.float64))
    step = (high - low) / 81
    left = (low + step * torch.arange(80, dtype=torch.float64)).reshape(-1, 1)
    at = mel(torch.arange(257, dtype=torch.float64) * 16000 / 512).reshape(1, -1)
    weights = torch.clamp(torch.minimum((at - left) / step, (left + 2 * step - at) / step), min=0)
    weights[:, 256] = 0
    return weights.float()


_MEL = mel_filters()
_HAMMING = torch.hamming_window(400, periodic=False, alpha=0.54, beta=0.46)


def fbank(waveforms):
    """(batch, samples) in [-1, 1] → (batch, frames, 80), the mean over all frames taken away."""
    frames = (waveforms * 32768).unfold(1, 400, 160)
    frames = frames - frames.mean(-1, keepdim=True)
    frames = frames - 0.97 * torch.cat([frames[..., :1], frames[..., :-1]], -1)
    power = torch.fft.rfft(frames * _HAMMING, 512).abs().square()
    out = torch.log(torch.clamp(power @ _MEL.T, min=1.1920928955078125e-07))
    return out - out.mean(1, keepdim=True)


class Block(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.shortcut = nn.Sequential()
        if stride != 1 or inputs != outputs:
            self.shortcut = nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        return F.relu(self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x))))) + self.shortcut(x))


class ResNet34(nn.Module):
    def __init__(self, channels=8, size=128):
        super().__init__()
        self.conv1 = nn.Conv2d(1, channels, 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(channels)
        before = channels
        for group, (blocks, width) in enumerate(zip((3, 4, 6, 3), (1, 2, 4, 8)), 1):
            layers = []
            for b in range(blocks):
                layers.append(Block(before, channels * width, 2 if group > 1 and b == 0 else 1))
                before = channels * width
            setattr(self, f"layer{group}", nn.Sequential(*layers))
        self.seg_1 = nn.Linear(before * 10 * 2, size)

    def trunk(self, features):
        """(batch, frames, 80) → (batch, channels·10, frames/8)."""
        x = F.relu(self.bn1(self.conv1(features.transpose(1, 2).unsqueeze(1))))
        x = self.layer4(self.layer3(self.layer2(self.layer1(x))))
        return x.flatten(1, 2)

    @staticmethod
    def statistics(x, masks, floor=0.0):
        """x (batch, C, T), masks (batch, speakers, frames) → weighted mean and deviation (batch, speakers, 2C)."""
        index = (torch.arange(x.shape[-1]) * masks.shape[-1]) // x.shape[-1]
        w = masks[..., index].unsqueeze(2)                               # batch, speakers, 1, T
        x = x.unsqueeze(1)
        v1, v2 = w.sum(-1) + 1e-8, w.square().sum(-1)
        mean = (w * x).sum(-1) / v1
        var = (w * (x - mean.unsqueeze(-1)).square()).sum(-1) / (v1 - v2 / v1 + 1e-8)
        return torch.cat([mean, torch.sqrt(var + floor)], -1)

    def pool(self, x, masks):
        """The embeddings (batch, speakers, size)."""
        return self.seg_1(self.statistics(x, masks))


class WeSpeaker(nn.Module):
    def __init__(self, channels=8, size=128):
        super().__init__()
        self.resnet = ResNet34(channels, size)

    def forward(self, waveforms, masks):
        return self.resnet.pool(self.resnet.trunk(fbank(waveforms)), masks)
