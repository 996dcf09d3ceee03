// A person at a browser: opens, reads, fills in and presses. Every page they come to is inspected.
//
// What a page does wrong is gathered and told at the end by `foundNothingWrong`, so that one journey
// reports all its pages. A step that cannot be done ends the journey at once.

import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { ADDRESS } from './browser.mjs'
import { Weights, faultsOfAccess, faultsOfHtml, faultsOfWeight, faultsOfWidth } from './checks.mjs'
import { inTime } from './deadline.mjs'

const SHOTS = fileURLToPath(new URL('./shots/', import.meta.url))
const SHOT_WIDTHS = [360, 1280]
const shot = new Set()

/** The kind of page behind an address: names of single things are left out. */
export function kindOf(address) {
  const { pathname } = new URL(address, ADDRESS)
  const parts = pathname.split('/').filter(Boolean)
  const kinds = parts.map((part, at) => {
    if (/^[A-Z]{2}-\d{4}-P?\d+/.test(part)) return 'REFERENCE'
    if (/^[A-Z]\d{8}$/.test(part)) return 'AREA'
    if (/^\d+$/.test(part)) return 'NUMBER'
    if (/^[A-Za-z0-9_-]{20,}$/.test(part) && /\d/.test(part)) return 'TOKEN'
    if (at === 1 && ['votes', 'panels', 'areas'].includes(parts[0]) && !part.includes('.')) return 'NAME'
    if (at === 2 && ['panels', 'rounds'].includes(parts[1]) && part !== 'new') return 'NAME'
    return part
  })
  return kinds.join('-') || 'home'
}

export class Actor {
  #page
  #context
  #weights
  #answer = null
  #noise = []
  #inspected = new Set()
  /** Faults by page, in the order found. */
  faults = []
  /** The heaviest page and the number of pages inspected. */
  heaviest = { bytes: 0, path: '' }
  pages = 0

  /** A new person with a browser window of their own. */
  static async arrives(browser, name, options = {}) {
    const { scripts = true, width = 1280, height = 800, scale = 1, touch = false, seen = new Set() } = options
    const settings = { javaScriptEnabled: scripts, viewport: { width, height }, deviceScaleFactor: scale, hasTouch: touch, locale: 'en-GB', timezoneId: 'Europe/London' }
    const actor = new Actor()
    actor.name = name
    actor.scripts = scripts
    actor.#inspected = seen
    actor.#context = await browser.newContext(settings)
    // A second window with scripts, in which axe looks at pages that were opened without.
    actor.examiner = scripts ? null : await (await browser.newContext({ ...settings, javaScriptEnabled: true })).newPage()
    actor.#weights = new Weights(actor.#context)
    await actor.renews()
    return actor
  }

  /** Goes on in a new window, still the same person: the old one no longer answers. */
  async renews() {
    this.#page?.removeAllListeners()
    this.#page = await this.#context.newPage()
    this.#page.setDefaultTimeout(10_000)
    this.#listen()
  }

  #listen() {
    const page = this.#page
    page.on('response', (response) => {
      const request = response.request()
      if (request.isNavigationRequest() && request.frame() === page.mainFrame()) this.#answer = response
    })
    page.on('pageerror', (error) => this.#noise.push(`script: ${error.message}`))
    page.on('console', (message) => {
      const isAnswer = /^Failed to load resource: the server responded with a status of 4\d\d/.test(message.text())
      const ofPage = message.location().url.split('#')[0] === page.url().split('#')[0]
      if (message.type() === 'error' && !(isAnswer && ofPage)) this.#noise.push(`console: ${message.text()}`)
    })
    page.on('dialog', (dialog) => {
      this.#noise.push(`a dialog opened: ${dialog.message()}`)
      dialog.dismiss()
    })
  }

  get page() {
    return this.#page
  }

  get path() {
    const url = new URL(this.#page.url())
    return url.pathname + url.search
  }

  /** The status of the page shown. */
  get status() {
    return this.#answer?.status() ?? 0
  }

  /** Leaves, and forgets everything. */
  async leaves() {
    const windows = [this.examiner?.context(), this.#context].filter(Boolean)
    await inTime(() => Promise.all(windows.map((window) => window.close())), `${this.name} could not close the windows`)
  }

  /** Goes to an address of the site. */
  async opens(path, status = 200) {
    await this.#page.goto(ADDRESS + path, { waitUntil: 'load' })
    await this.#arrived(status)
    return this
  }

  /** Follows a link, or presses a button, by its words. */
  async presses(words, status = 200) {
    await this.#goes(async () => (await this.#pressable(words)).click(), status)
    return this
  }

  /** Follows the link in the main part that has just these words. */
  async follows(words, status = 200) {
    const link = this.#page.locator('main').getByRole('link', { name: words, exact: true }).first()
    await this.#goes(() => link.click(), status)
    return this
  }

  /** A button in the main part, else a link there, else anywhere. */
  async #pressable(words) {
    const main = this.#page.locator('main')
    const wherever = [main.getByRole('button', { name: words }), main.getByRole('link', { name: words })]
    for (const place of wherever) {
      if (await place.count()) return place.first()
    }
    return this.#page.getByRole('link', { name: words }).or(this.#page.getByRole('button', { name: words })).first()
  }

  async #goes(step, status) {
    const moved = this.#page.waitForNavigation({ waitUntil: 'load' })
    moved.catch(() => {})
    await step()
    await moved
    await this.#arrived(status)
  }

  /** Does something that leads to another page, then inspects that page. */
  async does(step, status = 200) {
    await this.#goes(() => step(this.#page), status)
    return this
  }

  /** Types into the control with this label. */
  async fills(label, value) {
    await this.#page.getByLabel(label).first().fill(String(value))
    return this
  }

  /** Types into the control with this name. */
  async writes(name, value) {
    await this.#page.locator(`[name="${name}"]:not([type=hidden])`).first().fill(String(value))
    return this
  }

  /** Picks a radio or ticks a box by its words, or by name and value. */
  async picks(words) {
    await this.#page.getByLabel(words, typeof words === 'string' ? { exact: false } : undefined).first().check()
    return this
  }

  /** Picks the radio or box of a name with this value. */
  async picksValue(name, value) {
    await this.#page.locator(`[name="${name}"][value="${value}"]`).first().check()
    return this
  }

  /** Chooses from a list by its label. */
  async chooses(label, option) {
    await this.#page.getByLabel(label).first().selectOption(option)
    return this
  }

  /** All words of the main part. */
  async words() {
    return (await this.#page.locator('main').innerText()).replace(/\s+/g, ' ')
  }

  /** Insists that the page says so. */
  async reads(...wanted) {
    const words = await this.words()
    for (const want of wanted) {
      const there = want instanceof RegExp ? want.test(words) : words.includes(want)
      assert.ok(there, `${this.name} at ${this.path} does not read ${want} but: ${words.slice(0, 1500)}`)
    }
    return this
  }

  /** Insists that there is nothing wrong with any page that was visited. */
  foundNothingWrong() {
    if (this.faults.length > 0) assert.fail(`${this.faults.length} faults on ${this.pages} pages:\n${this.faults.join('\n')}`)
  }

  async #arrived(status) {
    const answer = this.#answer
    const where = this.path
    if (![status].flat().includes(answer?.status())) {
      assert.fail(`${this.name} at ${where} got ${answer?.status()}, not ${status}: ${await this.#title()}`)
    }
    await this.inspects()
  }

  async #title() {
    const words = await this.#page.locator('body').innerText().catch(() => '')
    return words.replace(/\s+/g, ' ').slice(0, 600)
  }

  /** Holds the page shown against everything in `checks.mjs`, and takes its pictures. */
  async inspects() {
    const html = await this.#inTime('read as sent', () => this.#answer.text().catch(() => null))
    const faults = this.#noise.splice(0)
    if (html !== null && (this.#answer.headers()['content-type'] ?? '').startsWith('text/html')) {
      this.pages += 1
      const bytes = await this.#inTime('weighed', () => this.#weights.of(this.#page, html))
      if (bytes > this.heaviest.bytes) this.heaviest = { bytes, path: this.path }
      faults.push(...(await faultsOfHtml(html)), ...faultsOfWeight(bytes))
      faults.push(...(await this.#inTime('measured', () => faultsOfWidth(this.#page))))
      faults.push(...(await this.#inTime('looked at by axe', () => this.#access(html))))
      await this.#inTime('pictured', () => this.#pictures())
    }
    const fresh = faults.filter((fault) => !this.#inspected.has(`${kindOf(this.#page.url())} ${fault}`))
    fresh.forEach((fault) => this.#inspected.add(`${kindOf(this.#page.url())} ${fault}`))
    this.faults.push(...fresh.map((fault) => `  ${this.name} at ${this.path.slice(0, 100)} (${this.status}): ${fault}`))
  }

  /** What the browser does without a time limit of its own must end all the same, or say where it stood. */
  #inTime(step, work) {
    return inTime(work, `${this.name} at ${this.path} was not ${step}`)
  }

  async #access(html) {
    if (this.scripts) return faultsOfAccess(this.#page)
    const address = this.#page.url().split('#')[0]
    const headers = { 'content-type': 'text/html; charset=utf-8' }
    await this.examiner.route(address, (route) => route.fulfill({ body: html, headers, status: 200 }))
    await this.examiner.goto(address)
    await this.examiner.unroute(address)
    return faultsOfAccess(this.examiner)
  }

  /** Waits for what comes late: pictures further down, which load as one scrolls there, and the marks of a map. */
  async #settles() {
    const page = this.#page
    const late = await page.evaluate(() => ({ high: document.body.scrollHeight, waits: Boolean(document.querySelector('img[loading=lazy], .app-live')) }))
    if (!late.waits) return
    for (let down = 0; down < late.high; down += 600) await page.evaluate((y) => window.scrollTo(0, y), down)
    await page.evaluate(() => window.scrollTo(0, 0))
    await page.waitForLoadState('networkidle')
    const isThere = () => [...document.images].every((image) => image.complete || !image.checkVisibility())
    for (let wait = 0; wait < 50 && !(await page.evaluate(isThere)); wait += 1) await page.waitForTimeout(100)
  }

  async #pictures() {
    const kind = kindOf(this.#page.url())
    const state = this.status === 200 ? '' : `-${this.status}`
    const name = `${kind}${state}${this.scripts ? '' : '-no-script'}`
    if (shot.has(name)) return
    shot.add(name)
    const before = this.#page.viewportSize()
    for (const width of SHOT_WIDTHS) {
      mkdirSync(`${SHOTS}${width}`, { recursive: true })
      await this.#page.setViewportSize({ width, height: 800 })
      await this.#settles()
      await this.#page.screenshot({ path: `${SHOTS}${width}/${name}.png`, fullPage: true })
    }
    await this.#page.setViewportSize(before)
  }
}
