"""Muon (Jordan et al. 2024): momentum whose matrix is made orthogonal, for the matrices within the layers."""
import torch


def orthogonal(g, steps=5):
    """The nearest semi-orthogonal matrix, roughly, by a quintic Newton-Schulz iteration; roughly will do in half precision."""
    x = (g / (g.norm() + 1e-7)).bfloat16()
    x = x.T if g.shape[0] > g.shape[1] else x
    for _ in range(steps):
        a = x @ x.T
        x = 3.4445 * x + (-4.7750 * a + 2.0315 * a @ a) @ x
    return (x.T if g.shape[0] > g.shape[1] else x).to(g.dtype)


class Muon(torch.optim.Optimizer):
    def __init__(self, matrices, lr, momentum=0.95):
        super().__init__(matrices, {"lr": lr, "momentum": momentum})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is None:
                    continue
                seen = self.state[p].setdefault("momentum", torch.zeros_like(p))
                seen.lerp_(p.grad, 1 - group["momentum"])
                update = orthogonal(p.grad.lerp(seen, group["momentum"]))
                p.add_(update, alpha=-group["lr"] * max(1, p.shape[0] / p.shape[1]) ** 0.5)
