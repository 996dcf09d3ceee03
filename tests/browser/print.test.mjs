// What goes on paper: a project's story, photos and all, is two sides of A4.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { ADDRESS, startBrowser } from './browser.mjs'

let browser
before(async () => (browser = await startBrowser()))
after(async () => browser?.close())

/** How many sides a page fills. */
async function sidesOf(path) {
  const page = await browser.newPage()
  await page.goto(ADDRESS + path, { waitUntil: 'load' })
  const pdf = (await page.pdf({ format: 'A4', printBackground: false })).toString('latin1')
  await page.close()
  return pdf.match(/\/Type\s*\/Page\b/g)?.length ?? 0
}

test('a completed project with its photos is printed on two sides', { timeout: 60_000 }, async () => {
  const page = await browser.newPage()
  await page.goto(`${ADDRESS}/projects?stage=completed&sort=completed`)
  const path = await page.locator('.app-card__title a').first().getAttribute('href')
  await page.goto(ADDRESS + path)
  assert.ok(await page.locator('.app-pair').count(), `${path} has photos`)
  assert.equal(await sidesOf(path), 2)
})
