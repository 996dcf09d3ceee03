// A limit for what a browser does for a journey without a limit of its own.
//
// A script run on a page and the sizes of an answer are waited for without end by the library that
// drives the browser: where the browser loses one, a journey would stand still until its own limit,
// and nobody would learn where.

/** Seconds that one step on one page may take. A whole page with its pictures takes one or two. */
const LONGEST_S = 60

/** A step that did not end. */
export class Stuck extends Error {}

/** What `work` answers, or `Stuck` with these words. */
export async function inTime(work, words, seconds = LONGEST_S) {
  let timer
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Stuck(`${words} within ${seconds} s`)), seconds * 1000)
  })
  try {
    return await Promise.race([work(), late])
  } finally {
    clearTimeout(timer)
  }
}
