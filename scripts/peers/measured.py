"""What a run of a peer came to, in the form of `voxcrate bench --json`."""
import json
import time


class Measured:
    """Loading ends where `loaded` is called, the run where `finish` is."""

    def __init__(self):
        self.wall, self.cpu = time.monotonic(), time.process_time()

    def loaded(self):
        wall = time.monotonic()
        self.loading_ms = round(1000 * (wall - self.wall))
        self.wall, self.cpu = wall, time.process_time()

    def finish(self, audio_seconds, speakers, **more):
        wall, cpu = time.monotonic() - self.wall, time.process_time() - self.cpu
        with open("/proc/self/status", encoding="ascii") as status:
            peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
        print(json.dumps({
            "audio_ms": round(1000 * audio_seconds), "loading_ms": self.loading_ms,
            "wall_ms": round(1000 * wall), "cpu_ms": round(1000 * cpu),
            "speakers": speakers, "peak_bytes": 1024 * peak, **more}))
