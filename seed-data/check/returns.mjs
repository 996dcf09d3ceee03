// The rules of a session return, the same for the first year and for the live part.

const REASONS = new Set(['weather', 'supervisor-absent', 'site-not-available', 'transport', 'nobody-attended', 'other']);
const GROUP_LIMIT = 8;

const minutesOf = (time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** `at` says where, for a fault; a return has numbers for its counts. */
export function checkReturn(at, r, claim) {
  const whole = [r.attending, r.new_to_project, r.minutes_offered, r.minutes_credited];
  claim(whole.every((n) => Number.isInteger(n) && n >= 0), `${at}: a count is not a whole number`);
  claim(/^\d\d:\d\d$/.test(r.start) && /^\d\d:\d\d$/.test(r.end), `${at}: a time does not read`);
  const length = minutesOf(r.end) - minutesOf(r.start);
  claim(length > 0, `${at}: it ends before it starts`);
  claim(r.new_to_project <= r.attending, `${at}: more new than attending`);
  claim(r.minutes_credited <= r.minutes_offered, `${at}: more credited than offered`);
  claim(r.minutes_offered <= r.attending * length, `${at}: more offered than attending × length`);
  claim(r.attending <= GROUP_LIMIT, `${at}: more than the group limit`);
  if (r.status === 'held') claim(r.attending >= 1 && r.minutes_credited > 0 && !r.reason, `${at}: held without work`);
  else if (r.status === 'stood-down') claim(r.attending === 0 && r.minutes_offered === 0 && REASONS.has(r.reason), `${at}: stood down without a reason`);
  else claim(false, `${at}: status ${r.status}`);
}

/** Over a project's returns in order of day: the first people are new, and nobody returns unseen. */
export function checkPeople(at, returns, claim) {
  const held = returns.filter((r) => r.status === 'held');
  claim(held.length === 0 || held[0].new_to_project === held[0].attending, `${at}: the first day's people are not all new`);
  let known = 0;
  for (const r of held) {
    claim(r.attending - r.new_to_project <= known, `${at}: more come back than were there`);
    known += r.new_to_project;
  }
  claim(new Set(returns.map((r) => r.date)).size === returns.length, `${at}: two sessions on one day`);
  return known;
}
