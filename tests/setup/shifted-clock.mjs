// Loaded into a process before anything else: its clock is wrong by so much from then on.
const shiftMs = Number(process.env.CLOCK_SHIFT_MS);
const RightDate = Date;

globalThis.Date = class extends RightDate {
  constructor(...parts) {
    if (parts.length === 0) super(RightDate.now() + shiftMs);
    else super(...parts);
  }
  static now() {
    return RightDate.now() + shiftMs;
  }
};
