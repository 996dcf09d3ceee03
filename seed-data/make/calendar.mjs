// Days as text (2009-06-21), counted without time zones.

const MS_A_DAY = 86_400_000;
const HOLIDAYS = new Set([
  '2009-04-10', '2009-04-13', '2009-05-04', '2009-05-25', '2009-08-31',
  '2009-12-24', '2009-12-25', '2009-12-26', '2009-12-28', '2010-01-01', '2010-01-02',
]);

const toDate = (day) => new Date(`${day}T00:00:00Z`);

export const plusDays = (day, count) =>
  new Date(toDate(day).getTime() + count * MS_A_DAY).toISOString().slice(0, 10);

export const monthOf = (day) => Number(day.slice(5, 7));

/** Monday to Saturday, bank holidays left out. */
export const isWorkingDay = (day) => toDate(day).getUTCDay() !== 0 && !HOLIDAYS.has(day);

/** This day, or the first after it that is a working day with room for one more session. */
export function nextFree(day, isFull = () => false) {
  let at = day;
  while (!isWorkingDay(at) || isFull(at)) at = plusDays(at, 1);
  return at;
}

/** This day, or the next from Monday to Friday. */
export function officeDay(day) {
  let at = day;
  while (!isWorkingDay(at) || toDate(at).getUTCDay() === 6) at = plusDays(at, 1);
  return at;
}

export const laterOf = (a, b) => (a > b ? a : b);
