/** A moment on the clock of this machine's zone: `2026-10-07T14:03:22+11:00`. */
export function localMoment(at: Date): string {
  const ahead = -at.getTimezoneOffset();
  const two = (value: number) => String(Math.abs(Math.trunc(value))).padStart(2, "0");
  const clock = new Date(at.getTime() + ahead * 60_000).toISOString().slice(0, 19);
  return `${clock}${ahead < 0 ? "-" : "+"}${two(ahead / 60)}:${two(ahead % 60)}`;
}

/** The zone's name, such as `Australia/Sydney`. */
export function localZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
