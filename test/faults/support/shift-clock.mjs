// Loaded into a run (NODE_OPTIONS --import): its clock is off by OCODE_TEST_CLOCK milliseconds, or (`jumps`) by a day more or less each time.
const RealDate = Date;
const wanted = process.env.OCODE_TEST_CLOCK ?? '0';
let turn = 0;
const now = () => RealDate.now() + (wanted === 'jumps' ? (turn++ % 2 === 0 ? 86_400_000 : -86_400_000) : Number(wanted));

globalThis.Date = class extends RealDate {
  /** @param {any[]} args */
  constructor(...args) {
    if (args.length === 0) super(now());
    // @ts-expect-error: whatever a Date takes
    else super(...args);
  }

  static now() {
    return now();
  }
};
