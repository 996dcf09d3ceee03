// What every page is held against, whatever it is about.
//
// Accessible (axe, WCAG 2.0 to 2.2 at A and AA), valid HTML as the server sent it, silent (no console
// error, nothing refused by the content security policy), no wider than the screen at three widths,
// and light. It does not judge what a page says. Start at `inspect`.

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { gzipSync } from 'node:zlib'
import { FileSystemConfigLoader, HtmlValidate } from 'html-validate'
import { inTime } from './deadline.mjs'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const STANDARDS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa']
const WIDTHS = [320, 360, 1280]
/** The most that a page may weigh as sent: HTML, style and script, without pictures. */
const HEAVIEST = 100 * 1024

const validator = new HtmlValidate(new FileSystemConfigLoader())

/** What a page as sent gets wrong as HTML. */
export async function faultsOfHtml(html) {
  const report = await validator.validateString(html, 'page.html')
  return report.results.flatMap((result) =>
    result.messages.map((message) => `html: ${message.message} (${message.ruleId}, line ${message.line}: ${lineOf(html, message.line)})`),
  )
}

function lineOf(html, line) {
  return (html.split('\n')[line - 1] ?? '').slice(0, 120)
}

/**
 * Waits until the marks of a map stand still. A map moves them a moment after its window changed size,
 * and axe would hold where one was against where another is.
 */
async function standsStill(page) {
  const spots = () =>
    page.evaluate(() => [...document.querySelectorAll('.app-live, .app-live__mark')].map((mark) => Object.values(mark.getBoundingClientRect().toJSON()).join()).join(' '))
  let before = await spots()
  if (!before) return
  for (let still = 0, turn = 0; still < 2 && turn < 50; turn += 1) {
    await page.waitForTimeout(300)
    const now = await spots()
    still = now === before ? still + 1 : 0
    before = now
  }
}

/** What axe finds on a page in a browser with scripts. */
export async function faultsOfAccess(page) {
  await standsStill(page)
  await page.evaluate(AXE)
  const found = await page.evaluate(
    (tags) => globalThis.axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] }),
    STANDARDS,
  )
  return found.violations.flatMap((violation) =>
    violation.nodes.map((node) => `axe: ${violation.help} (${violation.id}): ${node.html.slice(0, 160)}${why(node)}`),
  )
}

/** What axe says of an element, and which others it holds against it. */
function why(node) {
  const checks = [...node.any, ...node.all, ...node.none]
  const others = checks.flatMap((check) => check.relatedNodes).map((other) => other.html.slice(0, 160))
  return [...new Set([...checks.map((check) => check.message), ...others])].map((words) => `; ${words}`).join('')
}

/** At which widths the page is wider than the screen, and which element sticks out most. */
export async function faultsOfWidth(page) {
  const before = page.viewportSize()
  const faults = []
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 })
    const out = await page.evaluate(() => {
      const root = document.documentElement
      if (root.scrollWidth <= root.clientWidth) return null
      let worst = null
      for (const element of document.body.querySelectorAll('*')) {
        const right = element.getBoundingClientRect().right
        if (right > root.clientWidth + 0.5 && (!worst || right > worst.right)) {
          worst = { right, html: element.outerHTML.slice(0, 140) }
        }
      }
      return { wide: root.scrollWidth, worst }
    })
    if (out) faults.push(`width: ${out.wide} pixels wide on a screen of ${width}: ${out.worst?.html ?? ''}`)
  }
  await page.setViewportSize(before)
  return faults
}

/** Sizes as sent of everything loaded, by address. A thing from the browser's own cache keeps its size. */
export class Weights {
  #sizes = new Map()
  #waiting = new Set()

  constructor(context) {
    context.on('requestfinished', (request) => this.#keep(request))
  }

  #keep(request) {
    const work = inTime(() => request.sizes(), `${request.url()} was not weighed`, 10)
      .then((sizes) => {
        const known = this.#sizes.get(request.url()) ?? 0
        this.#sizes.set(request.url(), Math.max(known, sizes.responseBodySize))
      })
      .catch(() => {})
      .finally(() => this.#waiting.delete(work))
    this.#waiting.add(work)
  }

  /**
   * Bytes of the document and of the style and script that it links to. The browser now and then does
   * not tell the size of an answer: a document then weighs what it would packed.
   */
  async of(page, html) {
    await Promise.all(this.#waiting)
    const address = page.url().split('#')[0]
    if (!this.#sizes.has(address)) this.#sizes.set(address, gzipSync(html).length)
    const linked = [...html.matchAll(/<(?:script|link)\b[^>]*\b(?:src|href)="([^"]+\.(?:js|css))"/g)]
    const all = new Set([address, ...linked.map((match) => new URL(match[1], address).href)])
    return [...all].reduce((sum, url) => sum + (this.#sizes.get(url) ?? 0), 0)
  }
}

/** Says that the page is too heavy, if it is. */
export function faultsOfWeight(bytes) {
  return bytes > HEAVIEST ? [`weight: ${bytes} bytes of HTML, style and script, more than ${HEAVIEST}`] : []
}
