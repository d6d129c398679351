# SPDX-License-Identifier: GPL-3.0-or-later
"""Sentences to speak into a phone, and the question whether a recording holds one of them.

likeness() slides the sentence's spectrogram over the recording's and gives the best normalised correlation: 1 is the same sound. Through Opus at
24 kbit/s the sentence itself gives 0.99, another sentence of the same voice 0.17 to 0.27; HOLDS and NOT_HELD leave room on both sides.
"""

import pathlib
import subprocess

import numpy
import scipy.io.wavfile
import scipy.signal

RATE_HZ = 16_000
HOLDS = 0.75
NOT_HELD = 0.45

SENTENCES = [
    "Please send somebody quickly, there are two men at my door.",
    "I am at the bus stand near the old clock tower and a man is following me.",
    "My neighbour has fallen down the stairs and she does not answer.",
    "The auto driver has taken a wrong turning and will not stop the vehicle.",
    "Someone is breaking the shutter of the jewellery shop across the street.",
]


def speak(sentence, path, pitch=50, speed=150):
    """A mono 48 kHz WAV of the sentence with half a second of silence around it."""
    raw = str(path) + ".raw.wav"
    subprocess.run(["espeak-ng", "-v", "en-gb", "-p", str(pitch), "-s", str(speed), "-w", raw, sentence], check=True)
    subprocess.run(["sox", raw, "-r", "48000", "-c", "1", "-b", "16", str(path), "pad", "0.5", "0.5", "gain", "-n", "-6"], check=True)
    pathlib.Path(raw).unlink()
    return pathlib.Path(path)


def load(path):
    """Any of the files the tests meet (WAV, Ogg Opus, raw 48 kHz mono S16LE as .pcm) as mono floats at RATE_HZ."""
    path = pathlib.Path(path)
    if path.suffix == ".pcm":
        rate, samples = 48_000, numpy.frombuffer(path.read_bytes()[: path.stat().st_size // 2 * 2], dtype="<i2")
    elif path.suffix in (".ogg", ".opus"):
        decoded = subprocess.run(["opusdec", "--quiet", "--force-wav", "--rate", "48000", str(path), "-"],
                                 capture_output=True, check=False).stdout
        rate = 48_000
        samples = numpy.frombuffer(decoded[44 : 44 + (len(decoded) - 44) // 2 * 2], dtype="<i2")
        channels = decoded[22] if len(decoded) > 22 else 1
        samples = samples[: len(samples) // channels * channels].reshape(-1, channels)
    else:
        rate, samples = scipy.io.wavfile.read(path)
    samples = samples.astype(float) / 32768
    if samples.ndim > 1:
        samples = samples.mean(axis=1)
    return scipy.signal.resample_poly(samples, RATE_HZ, rate) if len(samples) else samples


def bands(samples):
    """A log spectrogram, 10 ms a column, 32 bands from 150 to 6000 Hz."""
    frequencies, _, power = scipy.signal.stft(samples, RATE_HZ, nperseg=512, noverlap=512 - 160)
    edges = numpy.geomspace(150, 6000, 33)
    rows = [numpy.abs(power[(frequencies >= low) & (frequencies < max(high, low + 32))]).sum(axis=0)
            for low, high in zip(edges, edges[1:])]
    return numpy.log10(numpy.array(rows) + 1e-3)


def likeness(recording, sentence):
    """How well the best place of the recording matches the sentence, -1…1; 0 when it is shorter than that."""
    return find(recording, sentence)[0]


def find(recording, sentence):
    """The same, and where in the recording that place is, in seconds: the first sound of the sentence."""
    heard, said = load(recording), trimmed(load(sentence))
    if len(heard) <= len(said):
        return 0.0, 0.0
    where, what = bands(heard), bands(said)
    what = what - what.mean()
    # Of every place at once: its product with the sentence, and its own deviation from its mean.
    products = scipy.signal.fftconvolve(where, what[::-1, ::-1], mode="valid")[0]
    sums = sliding_sums(where.sum(axis=0), what.shape[1])
    squares = sliding_sums((where**2).sum(axis=0), what.shape[1])
    norms = numpy.sqrt(numpy.maximum(squares - sums**2 / what.size, 0)) * numpy.linalg.norm(what)
    likenesses = numpy.divide(products, norms, out=numpy.zeros_like(products), where=norms > 1e-6)
    return float(likenesses.max(initial=0.0)), float(likenesses.argmax()) / 100


def sliding_sums(values, length):
    totals = numpy.concatenate(([0.0], numpy.cumsum(values)))
    return totals[length:] - totals[:-length]


def trimmed(samples):
    loud = numpy.flatnonzero(numpy.abs(samples) > 0.01)
    return samples[loud[0] : loud[-1]] if len(loud) else samples
