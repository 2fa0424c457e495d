let audio: AudioContext | undefined;

/**
 * Two soft notes, made here: nothing has to be loaded. A browser lets a page sound only after the person has touched it;
 * until then nothing is heard.
 */
export function playTone(): void {
  try {
    audio ??= new AudioContext();
    audio.resume().catch(() => undefined);
    note(audio, 660, 0);
    note(audio, 880, 0.12);
  } catch {
    // A device without sound.
  }
}

function note(context: AudioContext, hertz: number, afterSeconds: number): void {
  const [oscillator, loudness] = [context.createOscillator(), context.createGain()];
  const start = context.currentTime + afterSeconds;
  oscillator.frequency.value = hertz;
  loudness.gain.setValueAtTime(0, start);
  loudness.gain.linearRampToValueAtTime(0.12, start + 0.015);
  loudness.gain.exponentialRampToValueAtTime(0.0001, start + 0.28);
  oscillator.connect(loudness).connect(context.destination);
  oscillator.start(start);
  oscillator.stop(start + 0.3);
}
