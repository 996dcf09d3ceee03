// Journey C: with a keyboard only, on a screen 360 pixels wide: nominate a place, vote, as probation staff record
// a session and correct it, as two officers draft and publish a release. The mailbox is another program, so letters
// are read directly.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startBrowser } from './browser.mjs'
import { Keyboard } from './keyboard.mjs'
import { PEOPLE, arrives, codeNow, lettersTo } from './people.mjs'
import { codeFor, dayOn } from './steps/voting.mjs'

/** A mailbox that no earlier run has voted with. */
const MAILBOX = `tabitha.keys.${Date.now()}@resident.example`
const NARROW = { width: 360, height: 740 }

let browser
before(async () => (browser = await startBrowser()))
after(async () => browser?.close())

/** A journey of somebody with a keyboard; every page and every stop must be in order. */
function journey(name, walk, settings = {}) {
  test(name, { timeout: 240_000 }, async (t) => {
    const actor = await arrives(browser, name, { ...NARROW, ...settings })
    try {
      const keys = new Keyboard(actor)
      await walk(keys)
      t.diagnostic(`${keys.presses} keys beside typing`)
      keys.foundNothingWrong()
      actor.foundNothingWrong()
    } finally {
      await actor.leaves()
    }
  })
}

journey('somebody with a keyboard only nominates a place', async (keys) => {
  const { actor } = keys
  await keys.opens('/')
  // Back out of the main part and into the menu, which is folded away on a narrow screen.
  await keys.goesTo('Menu', 'Shift+Tab')
  await actor.page.keyboard.press('Enter')
  await keys.goesTo('Nominate a place')
  await actor.does((page) => page.keyboard.press('Enter'))
  await keys.skips()
  await keys.follows(/start now/i)
  await keys.types('place', 'The wall beside the keyboard maker, Saffron Lane')
  await keys.types('where', 'LE99 1DB')
  await keys.follows('Continue')
  await keys.types('title', 'Clean the wall beside the keyboard maker')
  await keys.picks('category', 1)
  await keys.types('description', 'The wall is covered with old posters. Take them down and wash it.')
  await keys.follows('Continue')
  for (const field of ['beneficiary', 'benefit', 'land-owner']) await keys.types(field, 'Everybody who walks by')
  await keys.follows('Continue')
  for (const field of ['toilets', 'site-access']) await keys.types(field, 'In the library, step-free')
  await keys.follows('Continue')
  await keys.types('name', 'Tabitha Keys')
  await keys.types('email', MAILBOX)
  await keys.follows('Continue')
  await keys.follows('Continue without a photo')
  if (actor.path.startsWith('/nominate/similar')) await keys.follows(/mine is different/i)
  await actor.reads('Clean the wall beside the keyboard maker')
  await keys.follows('Send nomination')
  const link = (await lettersTo(MAILBOX)).match(/\/nominations\/confirm\/\S+/)
  assert.ok(link, 'the letter has a link to confirm')
  await keys.opens(link[0])
  await keys.follows(/confirm/i)
  await actor.reads('Nomination received')
})

journey('somebody with a keyboard only votes', async (keys) => {
  const { actor } = keys
  await keys.opens('/')
  const open = actor.page.locator('.app-open__title a[href^="/votes/"]').first()
  assert.ok(await open.count(), 'the demonstration has an open vote')
  await keys.follows(await open.innerText())
  await keys.picks('choice', 2)
  await keys.follows('Continue')
  await keys.types('email', MAILBOX)
  await keys.types('postcode', 'LE99 1DB')
  await keys.follows('Send me a code')
  await keys.types('code', await codeFor(MAILBOX))
  await keys.follows('Cast my vote')
  await actor.reads('You have voted')
})

async function signsIn(keys, email) {
  await keys.opens('/staff/sign-in')
  await keys.types('email', email)
  await keys.types('password', 'reparation-demo-2009')
  await keys.follows('Continue')
  await keys.types('code', await codeNow(email))
  await keys.follows('Sign in')
}

journey('probation staff with a keyboard only record a session and correct it', async (keys) => {
  const { actor } = keys
  const yesterday = await dayOn(actor, -1)
  await signsIn(keys, PEOPLE.priya)
  await keys.opens('/staff')
  await keys.follows('Sessions')
  await keys.follows(/^Record a session/)
  for (const part of ['day', 'month', 'year']) await keys.types(`date-${part}`, yesterday[part])
  await keys.types('start', '0700')
  await keys.types('end', '0800')
  await keys.picks('status')
  await keys.types('attending', '5')
  await keys.types('new-to-project', '0')
  await actor.reads('Each person: 1 hour (60 minutes)', '5 people together: 5 hours (300 minutes) offered and credited')
  await keys.follows('Save')
  await actor.reads('Saved', '5 hours (300 minutes)')
  await keys.follows(/correct it/)
  await keys.types('end', '0900')
  await keys.types('correction', 'I read the sheet wrongly.')
  await keys.follows('Save the correction')
  await actor.reads('Correction saved', '10 hours (600 minutes)')
})

journey(
  'two officers with a keyboard only and no scripts publish a release',
  async (keys) => {
    const { actor } = keys
    await signsIn(keys, PEOPLE.helen)
    await keys.opens('/staff/releases')
    await keys.follows('Draft a release')
    await keys.movesTo('length', 'month')
    await keys.types('month-month', '5')
    await keys.types('month-year', '2009')
    await keys.follows('Draft the release')
    await keys.types('findings', 'I held each line against our own record.')
    await keys.ticks('sure', 'yes')
    await keys.follows(/^It is right/)
    await keys.opens('/me')
    await keys.follows('Sign out')
    await signsIn(keys, PEOPLE.yusuf)
    await keys.opens('/staff/releases')
    await keys.follows(/May 2009/)
    await keys.follows('Publish for everybody')
    await actor.reads('May 2009', 'checked by one officer of the council and published by another')
  },
  { scripts: false },
)
