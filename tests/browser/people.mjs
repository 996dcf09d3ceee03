// Who the journeys are acted by, and how each of them signs in to the demonstration.
//
// Letters are read at /demo/post and one-time codes at /demo/codes, as the README tells people to.

import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Actor } from './actor.mjs'
import { ADDRESS } from './browser.mjs'

export const PEOPLE = {
  rita: 'rita.marlowe@resident.example',
  joyce: 'joyce.pell@panel.example',
  harbir: 'harbir.sandhu@panel.example',
  priya: 'priya.nandra@probation.example',
  helen: 'helen.brandreth@leicester.example',
  yusuf: 'yusuf.karim@leicester.example',
  fiona: 'fiona.tapsell@rutland.example',
  ursula: 'ursula.fennimore@panel.example',
  sam: 'sam.okafor@admin.example',
}
/** Codes that were used, by address: journeys in other files must not use them again. */
const USED = fileURLToPath(new URL('./shots/codes.json', import.meta.url))
const cookiesOf = new Map()

/** The words of the letters to an address, newest first. */
export async function lettersTo(email) {
  const post = `${ADDRESS}/demo/post?to=${encodeURIComponent(email)}`
  const page = await (await fetch(post, { signal: AbortSignal.timeout(30_000) })).text()
  const main = page.slice(page.indexOf('<main'), page.indexOf('</main>'))
  return main.slice(main.indexOf('app-letter')).replace(/<[^>]+>/g, ' ')
}

/** Follows the link in the newest letter to an address. */
export async function opensLetter(actor, email, holding) {
  await actor.opens(`/demo/post?to=${encodeURIComponent(email)}`)
  const links = await actor.page.locator('main a').evaluateAll((all) => all.map((a) => a.getAttribute('href')))
  const link = links.find((href) => href && href.includes(holding))
  assert.ok(link, `no letter to ${email} with a link to ${holding}, only ${links.join(' ')}`)
  const url = new URL(link, ADDRESS)
  await actor.opens(url.pathname + url.search)
}

/** Signs a resident or panel member in by the link in a letter. */
export async function signsInByLetter(actor, email) {
  await actor.opens('/sign-in')
  await actor.fills('Email address', email)
  await actor.presses(/send me a link/i)
  await opensLetter(actor, email, '/sign-in/link/')
  await actor.presses('Sign in')
}

/**
 * Signs staff in with the password and the code of this half minute, each code once. Who is signed in
 * already in another window stays so: a new code would mean to wait.
 */
export async function signsInAsStaff(actor, email) {
  const context = actor.page.context()
  if (cookiesOf.has(email)) {
    await context.clearCookies()
    await context.addCookies(cookiesOf.get(email))
    await actor.opens('/staff')
    if (actor.path === '/staff') return
  }
  await signsInAnew(actor, email)
  cookiesOf.set(email, await context.cookies())
}

async function signsInAnew(actor, email) {
  await actor.opens('/demo/codes')
  const row = actor.page.locator('tr', { hasText: email })
  const password = (await row.locator('td').nth(2).innerText()).trim()
  await actor.opens('/staff/sign-in')
  await actor.fills('Email address', email)
  await actor.page.locator('[name="password"]').fill(password)
  await actor.presses('Continue')
  const code = await codeNow(email)
  await actor.page.getByLabel('Code').fill(code)
  await actor.presses('Sign in')
}

/** A code that was not used before in this run: a code works once. */
export async function codeNow(email) {
  // A code lasts half a minute.
  for (let second = 0; second < 90; second += 1) {
    const page = await (await fetch(`${ADDRESS}/demo/codes`, { signal: AbortSignal.timeout(30_000) })).text()
    const row = page.split('<tr').find((part) => part.includes(email)) ?? ''
    const code = row.match(/\b\d{6}\b/)?.[0]
    assert.ok(code, `no code for ${email} at /demo/codes`)
    const used = existsSync(USED) ? JSON.parse(readFileSync(USED, 'utf8')) : {}
    if (used[email] !== code) {
      mkdirSync(dirname(USED), { recursive: true })
      writeFileSync(USED, JSON.stringify({ ...used, [email]: code }))
      return code
    }
    await new Promise((resolve) => setTimeout(resolve, 1000))
  }
  assert.fail(`/demo/codes shows ${email} the same code for more than a minute`)
}

/** Lets time pass in the demonstration. */
export async function putsClockForward(actor, by) {
  await actor.opens('/demo/clock')
  await actor.picksValue('by', by)
  await actor.presses('Put the clock forward')
}

/** Somebody in a new window. */
export const arrives = Actor.arrives
