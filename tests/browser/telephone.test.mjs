// A supervisor with a telephone records a day's session: how many taps and fields it takes, that the
// minutes are worked out before their eyes, and that a lost connection loses and doubles nothing.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startBrowser } from './browser.mjs'
import { PEOPLE, arrives, signsInAsStaff } from './people.mjs'
import { dayOn, writesDay } from './steps/voting.mjs'

const TELEPHONE = { width: 360, height: 740, touch: true }
/** What the README and the room of hours promise, after a project's first session. */
const PROMISED = { taps: 3, typed: 1, questions: 6 }
/** And within which time the form is filled in and saved: a minute, in milliseconds. */
const A_MINUTE = 60_000
/** The least side of a target, in pixels. */
const THUMB = 40

let browser
before(async () => (browser = await startBrowser()))
after(async () => browser?.close())

/** A supervisor with a telephone in the hand. Every tap is counted, and what it hits must be large enough. */
class Thumb {
  taps = 0
  typed = 0

  constructor(actor) {
    this.actor = actor
    this.page = actor.page
  }

  async #hits(target) {
    await target.scrollIntoViewIfNeeded()
    const { width, height } = await target.boundingBox()
    assert.ok(width >= THUMB && height >= THUMB, `${await target.evaluate((e) => e.outerHTML.slice(0, 100))} is ${width} by ${height}`)
    this.taps += 1
    return target
  }

  async touches(target) {
    await (await this.#hits(target)).tap()
  }

  async types(name, text) {
    await this.touches(this.page.locator(`[name="${name}"]`))
    this.typed += text.length
    await this.page.keyboard.type(text)
  }

  async leadsOn(target, status = 200) {
    await this.actor.does(() => this.touches(target), status)
  }
}

async function withTelephone(options, walk) {
  const priya = await arrives(browser, 'Priya with a telephone', { ...TELEPHONE, ...options })
  try {
    await signsInAsStaff(priya, PEOPLE.priya)
    await walk(priya, new Thumb(priya))
    priya.foundNothingWrong()
  } finally {
    await priya.leaves()
  }
}

/** Opens the form for a project that has sessions, from the list of what is to be recorded. */
async function opensForm(priya) {
  await priya.opens('/staff/sessions')
  await priya.does((page) => page.locator('main .app-waiting__one').filter({ hasNotText: 'No session yet' }).getByRole('button', { name: /^Record a session/ }).first().click())
  await priya.reads('Filled in like the last session')
}

/** Takes yesterday, early in the morning, so that no run meets the session of another. */
async function atAnHour(priya, day, hour) {
  await writesDay(priya, 'date', day)
  await priya.writes('start', `0${hour}00`)
  await priya.writes('end', `0${hour}30`)
}

const shownMinutes = (page) => page.locator('[data-worked-out]:visible').allInnerTexts()

test('a session like the last takes three taps and a digit', { timeout: 120_000 }, async (t) => {
  await withTelephone({}, async (priya, thumb) => {
    await opensForm(priya)
    const { page } = priya
    const visible = page.locator('main form.app-session').locator('input:not([type=hidden]):not([type=radio]), textarea').filter({ visible: true })
    const began = Date.now()
    await thumb.touches(page.getByRole('radio', { name: 'It was held' }))
    const boxes = await visible.count()
    await thumb.types('new-to-project', '0')
    await thumb.leadsOn(page.getByRole('button', { name: 'Save' }))
    await priya.reads('Saved')
    const questions = boxes - 2 + 1 // three boxes are one date, and the circles are a question
    const took = Date.now() - began
    t.diagnostic(`${thumb.taps} taps, ${thumb.typed} digits, ${questions} questions, ${took} ms with all checks`)
    assert.deepEqual({ taps: thumb.taps, typed: thumb.typed, questions }, PROMISED)
    assert.ok(took < A_MINUTE, `${took} ms`)
  })
})

test('the minutes are worked out while they are typed', { timeout: 120_000 }, async () => {
  await withTelephone({}, async (priya) => {
    await opensForm(priya)
    const { page } = priya
    const shows = async (...words) => assert.deepEqual(await shownMinutes(page), words)
    await page.getByRole('radio', { name: 'It was held' }).check()
    for (const name of ['start', 'end', 'attending']) await priya.writes(name, '')
    await shows()
    await priya.writes('start', '0930')
    await shows()
    await priya.writes('end', '3:30 pm')
    await shows('Each person: 6 hours (360 minutes)')
    await priya.writes('attending', 8)
    await shows('Each person: 6 hours (360 minutes)', '8 people together: 48 hours (2,880 minutes) offered and credited')
    await priya.writes('end', '9.15')
    await shows('The end must be after the start.')
    await priya.writes('end', '10')
    await priya.writes('attending', 1)
    await shows('Each person: 0.5 hours (30 minutes)', '1 person: 0.5 hours (30 minutes) offered and credited')
    await page.getByText('Somebody came late or left early').click()
    await priya.writes('minutes-credited', 20)
    await shows('Each person: 0.5 hours (30 minutes)', '1 person: 0.5 hours (30 minutes) offered, 0.3 hours (20 minutes) credited')
    for (const text of ['25', '1260', '9:5', '13pm', 'noon', '24:01']) {
      await priya.writes('end', text)
      await shows()
    }
    await priya.inspects()
  })
})

test('a lost connection loses nothing that was typed and counts nothing twice', { timeout: 120_000 }, async () => {
  await withTelephone({}, async (priya) => {
    const yesterday = await dayOn(priya, -1)
    await opensForm(priya)
    const { page } = priya
    await atAnHour(priya, yesterday, 4)
    await page.getByRole('radio', { name: 'It was held' }).check()
    await priya.writes('attending', 5)
    await priya.writes('new-to-project', 0)
    await page.context().setOffline(true)
    await page.getByRole('button', { name: 'Save' }).tap()
    await priya.reads('You have no connection')
    await page.context().setOffline(false)
    // Two presses within a second are one, as for every button.
    await page.waitForTimeout(1100)
    // The session arrives, its answer does not: the browser shows its error page, and Reload sends it again.
    const form = page.url()
    await page.route(form, async (route) => {
      await route.fetch({ maxRedirects: 0 })
      await route.abort('connectionreset')
    }, { times: 1 })
    await page.getByRole('button', { name: 'Save' }).tap({ noWaitAfter: true })
    for (let at = 0; at < 100 && !page.url().startsWith('chrome-error:'); at += 1) await page.waitForTimeout(50)
    assert.match(page.url(), /^chrome-error:/)
    await priya.does(() => page.reload())
    await priya.reads('Saved', '04:00 to 04:30', '2.5 hours')
    await priya.presses('All sessions of this project')
    const rows = await page.locator('main tbody tr', { hasText: '04:00 to 04:30' }).count()
    assert.equal(rows, 1, 'one session, though it was sent twice')
  })
})

test('without scripts the page after saving says the minutes', { timeout: 120_000 }, async () => {
  await withTelephone({ scripts: false }, async (priya) => {
    const yesterday = await dayOn(priya, -1)
    await opensForm(priya)
    assert.deepEqual(await shownMinutes(priya.page), [])
    await atAnHour(priya, yesterday, 5)
    await priya.picks('It was held')
    await priya.writes('attending', 5)
    await priya.writes('new-to-project', 0)
    await priya.presses('Save')
    await priya.reads('Saved', '2.5 hours (150 minutes)')
  })
})
