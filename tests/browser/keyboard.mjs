// Somebody who has a keyboard only: Tab, Shift and Tab, arrows, Space, Enter, and typing.
//
// At every stop the focus is held against three promises: it is on something, it can be seen, and
// nothing lies over it. What a thing looks like without focus is noted when its page is opened.

import assert from 'node:assert/strict'

const MOST_STOPS = 90

/** Notes in the page how everything that can have focus looks without it. */
function notesLooks() {
  const style = (element, part) => {
    const s = getComputedStyle(element, part)
    return [s.outlineStyle, s.outlineWidth, s.outlineColor, s.boxShadow, s.backgroundColor, s.borderColor, s.borderWidth, s.color].join()
  }
  const look = (element) => {
    const label = element.labels?.[0]
    return [style(element), label ? style(label, '::before') + style(label, '::after') : ''].join(';')
  }
  globalThis.lookOf = look
  globalThis.looks = new WeakMap()
  for (const element of document.querySelectorAll('*')) {
    if (element !== document.activeElement) globalThis.looks.set(element, look(element))
  }
}

/** What has focus, and what is wrong with it. */
function stopHere() {
  const element = document.activeElement
  if (!element || element === document.body) return { name: '', wrong: ['nothing has focus'] }
  const label = element.labels?.[0]
  const described = element.getAttribute('aria-label') ?? label?.innerText ?? element.innerText ?? ''
  const box = element.getClientRects()[0] ?? element.getBoundingClientRect()
  const [x, y] = [box.left + box.width / 2, box.top + Math.min(box.height, innerHeight) / 2]
  const wrong = []
  if (box.width < 1 || box.height < 1) wrong.push('it has no size')
  if (x < 0 || x > innerWidth || y < 0 || y > innerHeight) wrong.push(`it is off the screen, at ${Math.round(x)} ${Math.round(y)}`)
  else {
    const top = document.elementFromPoint(x, y)
    const isOpen = top && (element.contains(top) || top.contains(element) || label?.contains(top))
    if (!isOpen) wrong.push(`it lies under ${top?.outerHTML.slice(0, 80)}`)
  }
  if (globalThis.looks?.get(element) === globalThis.lookOf?.(element)) wrong.push('it looks as it does without focus')
  return {
    name: described.replace(/\s+/g, ' ').trim(),
    kind: element.type ?? element.localName,
    field: element.name ?? '',
    inMain: Boolean(element.closest('main')),
    html: element.outerHTML.slice(0, 120),
    wrong,
  }
}

export class Keyboard {
  /** How many keys were pressed, other than typing. */
  presses = 0
  /** What was wrong with the focus, by page. */
  faults = []

  constructor(actor) {
    this.actor = actor
    this.page = actor.page
  }

  async #press(key) {
    this.presses += 1
    await this.page.keyboard.press(key)
  }

  /** Where the focus is; whatever is wrong with it is kept for the end. */
  async stop() {
    const stop = await this.page.evaluate(stopHere)
    stop.wrong.forEach((why) => this.faults.push(`  at ${this.actor.path}: ${why}: ${stop.name} ${stop.html ?? ''}`))
    return stop
  }

  /** Goes to an address as typed into the browser, then past the header by the skip link. */
  async opens(path) {
    await this.actor.opens(path)
    await this.skips()
  }

  /**
   * The first stop of every page leads past the header. After a form the browser keeps the place that
   * the skip link led to, and begins there.
   */
  async skips() {
    await this.page.evaluate(notesLooks)
    if (new URL(this.page.url()).hash === '#main-content') return
    await this.#press('Tab')
    const first = await this.stop()
    assert.equal(first.name, 'Skip to main content', `the first stop of ${this.actor.path}`)
    await this.#press('Enter')
    // With scripts the main part has focus then; without, the browser goes on from there.
    const place = await this.page.evaluate((scripts) => scripts ? document.activeElement?.id : document.querySelector(':target')?.id, this.actor.scripts)
    assert.equal(place, 'main-content', `the skip link of ${this.actor.path} leads to the main part`)
  }

  /** Presses Tab until the thing with these words, or the field with this name, has focus. */
  async goesTo(words, key = 'Tab') {
    const passed = []
    for (let at = 0; at < MOST_STOPS; at += 1) {
      await this.#press(key)
      const stop = await this.stop()
      passed.push(stop.name || stop.html)
      if (words instanceof RegExp ? words.test(stop.name) : stop.name === words || stop.field === words) return stop
    }
    return assert.fail(`no stop '${words}' at ${this.actor.path}, only ${passed.join(' | ')}`)
  }

  /** Goes to a field and types. What stands there is typed over. */
  async types(field, text) {
    await this.goesTo(field)
    await this.#press('Control+A')
    await this.page.keyboard.type(String(text))
  }

  /** Goes to a group of circles and moves down it, so many steps, and picks. */
  async picks(field, steps = 0) {
    await this.goesTo(field)
    if (steps === 0) await this.#press('Space')
    for (let at = 0; at < steps; at += 1) {
      await this.#press('ArrowDown')
      await this.stop()
    }
    const isPicked = await this.page.evaluate(() => document.activeElement.checked)
    assert.ok(isPicked, `${field} is picked at ${this.actor.path}`)
  }

  /** Goes to the thing of a group, by the value that it stands for, and presses Space on it. */
  async ticks(field, value) {
    for (let at = 0; at < MOST_STOPS; at += 1) {
      await this.goesTo(field)
      if ((await this.#value()) !== value) continue
      await this.#press('Space')
      return
    }
    assert.fail(`no ${field} of ${value} at ${this.actor.path}`)
  }

  /** Goes to a group of circles, or to a list, and moves down it to a value. */
  async movesTo(field, value) {
    const stop = await this.goesTo(field)
    if (stop.kind === 'radio') await this.#press('Space')
    for (let at = 0; at < MOST_STOPS; at += 1) {
      if ((await this.#value()) === value) return
      await this.#press('ArrowDown')
      await this.stop()
    }
    assert.fail(`no ${field} of ${value} at ${this.actor.path}`)
  }

  #value() {
    return this.page.evaluate(() => document.activeElement.value)
  }

  /** Goes to a link or button and presses it; the next page opens, and is read from its main part on. */
  async follows(words, status = 200) {
    await this.goesTo(words)
    await this.actor.does(() => this.#press('Enter'), status)
    await this.skips()
  }

  /** Insists that the focus was never lost or hidden. */
  foundNothingWrong() {
    if (this.faults.length > 0) assert.fail(`${this.faults.length} stops where the focus is lost or hidden:\n${this.faults.join('\n')}`)
  }
}
