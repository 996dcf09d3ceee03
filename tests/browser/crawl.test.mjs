// Journey D: every link that each kind of person can reach.
//
// Links are followed breadth first, a few pages of each kind (see `kindOf`), each held against
// `checks.mjs`. No link of ours may lead nowhere, and nothing may fail.

import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { Actor, kindOf } from './actor.mjs'
import { ADDRESS, startBrowser } from './browser.mjs'
import { Stuck, inTime } from './deadline.mjs'
import { PEOPLE, signsInAsStaff, signsInByLetter } from './people.mjs'

const EACH_KIND = 2
const AT_MOST = 250
/** A crawl that found so much broken says so, instead of going on until its time is up. */
const BROKEN_ENOUGH = 12
const STARTS = ['/', '/nominate', '/nominations', '/votes', '/projects', '/figures', '/areas', '/panels', '/data/', '/feeds', '/sign-in', '/demo', '/no-such-page']
const DOWNLOADS = /\.(csv|json|geojson|atom|blt|pb)$|SHA256SUMS$/

let browser
const seen = new Set()
before(async () => (browser = await startBrowser()))
after(async () => browser?.close())

/** The kind of a link: its page, and which of the filters of a list it sets. */
function kindOfLink(href) {
  const url = new URL(href)
  return `${kindOf(href)}?${[...url.searchParams.keys()].sort().join('&')}`
}

async function crawls(actor, starts) {
  const queue = starts.map((path) => ({ href: ADDRESS + path, from: 'the start' }))
  const done = new Set()
  const kinds = new Map()
  const broken = []
  let pages = 0
  while (queue.length > 0 && pages < AT_MOST && broken.length < BROKEN_ENOUGH) {
    const { href, from } = queue.shift()
    const kind = kindOfLink(href)
    if (done.has(href) || (kinds.get(kind) ?? 0) >= EACH_KIND) continue
    done.add(href)
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
    if (DOWNLOADS.test(new URL(href).pathname)) {
      await downloads(actor, href, broken, from)
      continue
    }
    pages += 1
    const status = await visits(actor, href, broken, from)
    if (status === null) continue
    for (const link of await linksOf(actor)) queue.push({ href: link, from: actor.path })
  }
  if (pages >= AT_MOST) broken.push(`stopped after ${AT_MOST} pages: the crawl has no end`)
  return { pages, broken }
}

/** The status of a page that was opened and inspected; null where there is no page to read. */
async function visits(actor, href, broken, from) {
  const path = href.slice(ADDRESS.length)
  // A link in a letter works once; what it leads to afterwards says so.
  const isSpent = kindOf(href).includes('TOKEN')
  const expected = path.startsWith('/no-such-page') ? 404 : isSpent ? [200, 410] : 200
  try {
    await opensInTime(actor, path, expected)
    return actor.status
  } catch (error) {
    broken.push(`${actor.name}: ${path}, linked from ${from}: ${error.message.slice(0, 300)}`)
    return null
  }
}

/** A window that no longer answers is the browser's fault if a new one shows the page; else the page's. */
async function opensInTime(actor, path, expected) {
  try {
    await actor.opens(path, expected)
  } catch (error) {
    if (!(error instanceof Stuck || error.name === 'TimeoutError')) throw error
    console.log(`${actor.name} at ${path}: ${error.message.slice(0, 300)}; tried again in a new window`)
    await actor.renews()
    await actor.opens(path, expected)
  }
}

/** Insists that a file, which is no page and links to none, is there. */
async function downloads(actor, href, broken, from) {
  const answer = await actor.page.context().request.get(href)
  if (answer.status() !== 200) broken.push(`${actor.name}: ${href}, linked from ${from}, answers ${answer.status()}`)
}

/** Links to other pages of the site. */
async function linksOf(actor) {
  const hrefs = () => actor.page.locator('a[href]').evaluateAll((all) => all.map((a) => a.href.split('#')[0]))
  const links = await inTime(hrefs, `the links of ${actor.path} were not read`)
  return links.filter((href) => href.startsWith(`${ADDRESS}/`))
}

const CROWD = [
  ['a visitor', async () => {}, STARTS],
  ['a resident', (actor) => signsInByLetter(actor, PEOPLE.rita), ['/me', ...STARTS]],
  ['a panel member', (actor) => signsInByLetter(actor, PEOPLE.joyce), ['/me', '/panels']],
  ['probation staff', (actor) => signsInAsStaff(actor, PEOPLE.priya), ['/staff', '/me']],
  ['a council officer', (actor) => signsInAsStaff(actor, PEOPLE.helen), ['/staff', '/me']],
  ['an administrator', (actor) => signsInAsStaff(actor, PEOPLE.sam), ['/admin', '/staff', '/me']],
]

async function findsEveryPage(t, name, arrival, starts) {
  const actor = await Actor.arrives(browser, name, { seen })
  try {
    await arrival(actor)
    const { pages, broken } = await crawls(actor, starts)
    t.diagnostic(`${name}: ${pages} addresses; heaviest page ${actor.heaviest.bytes} bytes (${actor.heaviest.path})`)
    if (broken.length > 0) assert.fail([...broken, ...actor.faults].join('\n'))
    actor.foundNothingWrong()
  } finally {
    await actor.leaves()
  }
}

// Three at a time, each in a window of their own: the machine has more than one core.
describe('everybody finds', { concurrency: 3, timeout: 1_200_000 }, () => {
  for (const [name, arrival, starts] of CROWD) {
    test(`${name}: every page they can reach is in order`, { timeout: 900_000 }, (t) => findsEveryPage(t, name, arrival, starts))
  }
})

test('every entry of a feed leads to a page, and to its place on it', { timeout: 120_000 }, async () => {
  const pages = new Map()
  const wrong = []
  for (const feed of ['nominations', 'votes', 'projects']) {
    const text = await (await fetch(`${ADDRESS}/feeds/${feed}.atom`)).text()
    const entries = text.split('<entry>').slice(1).map((entry) => entry.match(/<link[^>]*href="([^"]+)"/)?.[1])
    assert.ok(entries.length > 0, `${feed} has entries`)
    for (const entry of entries) {
      const { pathname, hash } = new URL(entry)
      if (!pages.has(pathname)) {
        const answer = await fetch(ADDRESS + pathname)
        pages.set(pathname, answer.status === 200 ? await answer.text() : null)
      }
      const page = pages.get(pathname)
      if (page === null || (hash && !page.includes(`id="${hash.slice(1)}"`))) wrong.push(`${feed}: ${entry}`)
    }
  }
  assert.deepEqual(wrong, [])
})
