// Journey D: every link that each kind of person can reach.
//
// Links are followed breadth first, a few pages of each kind (see `kindOf`), each held against
// `checks.mjs`. No link of ours may lead nowhere, and nothing may fail.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Actor, kindOf } from './actor.mjs'
import { ADDRESS, startBrowser } from './browser.mjs'
import { PEOPLE, signsInAsStaff, signsInByLetter } from './people.mjs'

const EACH_KIND = 2
const AT_MOST = 250
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
  while (queue.length > 0 && pages < AT_MOST) {
    const { href, from } = queue.shift()
    const kind = kindOfLink(href)
    if (done.has(href) || (kinds.get(kind) ?? 0) >= EACH_KIND) continue
    done.add(href)
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
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
  if (DOWNLOADS.test(new URL(href).pathname)) {
    const answer = await actor.page.context().request.get(href)
    if (answer.status() !== 200) broken.push(`${actor.name}: ${path}, linked from ${from}, answers ${answer.status()}`)
    return null
  }
  try {
    await actor.opens(path, expected)
    return actor.status
  } catch (error) {
    broken.push(`${actor.name}: ${path}, linked from ${from}: ${error.message.slice(0, 300)}`)
    return null
  }
}

/** Links to other pages of the site. */
async function linksOf(actor) {
  const links = await actor.page.locator('a[href]').evaluateAll((all) => all.map((a) => a.href.split('#')[0]))
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

for (const [name, arrival, starts] of CROWD) {
  test(`${name} finds every page they can reach in order`, { timeout: 900_000 }, async (t) => {
    const actor = await Actor.arrives(browser, name, { seen })
    try {
      await arrival(actor)
      const { pages, broken } = await crawls(actor, starts)
      t.diagnostic(`${pages} addresses; heaviest page ${actor.heaviest.bytes} bytes (${actor.heaviest.path})`)
      if (broken.length > 0) assert.fail([...broken, ...actor.faults].join('\n'))
      actor.foundNothingWrong()
    } finally {
      await actor.leaves()
    }
  })
}
