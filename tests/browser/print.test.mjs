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

test('on paper a page says where it was printed from, and links are whole', async () => {
  const page = await browser.newPage()
  await page.goto(`${ADDRESS}/projects?stage=completed&sort=completed`)
  const path = await page.locator('.app-card__title a').first().getAttribute('href')
  await page.goto(ADDRESS + path)
  const printed = page.locator('.app-printed')
  assert.equal(await printed.isVisible(), false)
  await page.emulateMedia({ media: 'print' })
  assert.ok((await printed.innerText()).endsWith(`${ADDRESS}${path}`), await printed.innerText())
  const box = await printed.boundingBox()
  assert.ok(box.x > 0, `it begins at ${box.x}`)
  const after = await page.locator('.govuk-main-wrapper p a[href^="/"]').first().evaluate((link) => getComputedStyle(link, '::after').content)
  assert.ok(after.includes(ADDRESS), after)
  // What only its reader has, such as a form that is being filled in, tells the address of the site alone.
  await page.goto(`${ADDRESS}/nominate/place`)
  assert.ok((await printed.innerText()).endsWith(ADDRESS), await printed.innerText())
  await page.close()
})

test('pictures before and after are fetched before somebody prints', async () => {
  const page = await browser.newPage()
  await page.goto(`${ADDRESS}/projects?stage=completed&sort=completed`)
  await page.goto(ADDRESS + (await page.locator('.app-card__title a').first().getAttribute('href')), { waitUntil: 'load' })
  const pictures = page.locator('.app-pair__photo')
  assert.ok(await pictures.count())
  for (const picture of await pictures.all()) assert.ok(await picture.evaluate((image) => image.complete && image.naturalWidth > 0))
  await page.close()
})
