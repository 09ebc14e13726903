"""Speech synthesised by espeak-ng (https://github.com/espeak-ng/espeak-ng, GPL 3; Debian: `apt install espeak-ng`).

The program is only run; nothing of it goes into a model but what its sounds teach.
"""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass

import numpy as np

from .sound import Sound, read_wav

ACCENTS = ("en", "en-us", "en-gb-x-rp", "en-gb-scotland", "en-gb-x-gbcwmd", "en-gb-x-gbclan", "en-029", "en-us-nyc")
TIMBRES = ("m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8", "f1", "f2", "f3", "f4", "f5", "klatt", "klatt2", "klatt3", "klatt4",
           "adam", "Alex", "Alicia", "Andrea", "Andy", "Annie", "antonio", "belinda", "benjamin", "boris", "caleb", "david",
           "Denis", "Diogo", "ed", "edward", "Gene", "grandma", "grandpa", "Hugo", "Jacky", "john", "linda", "Marco", "max",
           "Michael", "Mike", "paul", "pedro", "quincy", "rob", "robert", "steph", "steph2", "travis", "victor", "zac")


@dataclass(frozen=True)
class Voice:
    """A voice (accent, optionally with `+timbre`), words per minute and pitch 0..99."""

    name: str = "en-us"
    speed: int = 160
    pitch: int = 50

    @staticmethod
    def drawn(random: np.random.Generator) -> "Voice":
        """Any accent with any timbre, slow to quick, low to high."""
        name = f"{random.choice(ACCENTS)}+{random.choice(TIMBRES)}"
        return Voice(name, int(random.integers(100, 240)), int(random.integers(15, 85)))


def speak(text: str, voice: Voice) -> Sound:
    """Mono, 22,050 Hz. The same text and voice give the same samples."""
    if shutil.which("espeak-ng") is None:
        raise SystemExit("espeak-ng is missing: apt install espeak-ng, or see https://github.com/espeak-ng/espeak-ng")
    command = ["espeak-ng", "--stdout", "-v", voice.name, "-s", str(voice.speed), "-p", str(voice.pitch), text]
    return read_wav(subprocess.run(command, check=True, capture_output=True).stdout)
