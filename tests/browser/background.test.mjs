// Journey: a deployment whose operator put a map beside the database. The tiles come out of one file of
// this site, in parts, and lie under the marks.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { crc32, deflateSync } from 'node:zlib'
import { startBrowser } from './browser.mjs'
import { faultsOfAccess } from './checks.mjs'

const CREDIT = 'Maps of Nowhere & Sons'
const COLOUR = [200, 220, 255]

/** A picture of one point. */
function picture([red, green, blue]) {
  const chunk = (kind, content) => {
    const body = Buffer.concat([Buffer.from(kind), content])
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
    length.writeUInt32BE(content.length)
    sum.writeUInt32BE(crc32(body))
    return Buffer.concat([length, body, sum])
  }
  const header = Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0])
  const points = deflateSync(Buffer.from([0, red, green, blue]))
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), chunk('IHDR', header), chunk('IDAT', points), chunk('IEND', Buffer.alloc(0))])
}

/** A number in groups of seven bits, the lowest first. */
function varint(number) {
  const bytes = []
  for (let rest = number; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...bytes, rest])
    bytes.push((rest % 128) + 128)
  }
}

/** PMTiles, version 3, in which every tile down to a zoom is the same picture. */
function tiles(picture, mostZoom) {
  const all = (4 ** (mostZoom + 1) - 1) / 3
  const list = Buffer.concat([1, 0, all, picture.length, 1].map(varint))
  const head = Buffer.alloc(127)
  head.write('PMTiles')
  head[7] = 3
  const words = Buffer.from('{}')
  const lengths = [list.length, words.length, 0, picture.length]
  let offset = head.length
  lengths.forEach((length, at) => {
    head.writeBigUInt64LE(BigInt(offset), 8 + at * 16)
    head.writeBigUInt64LE(BigInt(length), 16 + at * 16)
    offset += length
  })
  // Clustered, nothing squeezed, PNG, from the first zoom to the last, all of the world.
  Buffer.from([1, 1, 1, 2, 0, mostZoom]).copy(head, 96)
  ;[-180, -85, 180, 85].forEach((degrees, at) => head.writeInt32LE(degrees * 1e7, 102 + at * 4))
  return Buffer.concat([head, list, words, picture])
}

async function freePort() {
  const server = createServer()
  await new Promise((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address()
  await new Promise((done) => server.close(done))
  return port
}

async function answers(address) {
  for (let tries = 0; tries < 600; tries += 1) {
    const answer = await fetch(`${address}/health/ready`).catch(() => null)
    if (answer?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  assert.fail('the demonstration has not answered for two minutes')
}

async function looks(address) {
  const browser = await startBrowser()
  try {
    const page = await browser.newPage()
    const [wrong, parts] = [[], []]
    page.on('console', (message) => message.type() === 'error' && wrong.push(message.text()))
    page.on('pageerror', (error) => wrong.push(error.message))
    page.on('request', (request) => request.url().startsWith(address) || request.url().startsWith('data:') || wrong.push(`asked ${request.url()}`))
    page.on('response', (response) => response.url().endsWith('.pmtiles') && parts.push(response.status()))
    for (const path of ['/map', '/nominate/map']) {
      await page.goto(address + path)
      await page.waitForSelector('.app-live--background canvas.leaflet-tile-loaded')
      const colour = await page.locator('canvas.leaflet-tile-loaded').first().evaluate((canvas) => [...canvas.getContext('2d').getImageData(9, 9, 1, 1).data])
      assert.deepEqual(colour, [...COLOUR, 255])
      assert.ok((await page.locator('main').innerText()).includes(`Map under the marks: ${CREDIT}`))
      wrong.push(...(await faultsOfAccess(page)))
    }
    assert.deepEqual(wrong, [])
    assert.ok(parts.length >= 2 && parts.every((status) => status === 206), `parts: ${parts}`)
  } finally {
    await browser.close()
  }
}

test('a map that the operator put beside the database lies under the marks', { timeout: 240_000 }, async (t) => {
  const program = process.env.PAYBACK_PANEL
  if (!program) return t.skip('no program is named in PAYBACK_PANEL, only an address')
  const folder = mkdtempSync(join(tmpdir(), 'payback-panel-background-'))
  const address = `http://127.0.0.1:${await freePort()}`
  const file = join(folder, 'all-alike.pmtiles')
  writeFileSync(file, tiles(picture(COLOUR), 8))
  const settings = { ...process.env, PAYBACK_MAP_BACKGROUND: file, PAYBACK_MAP_BACKGROUND_CREDIT: CREDIT }
  const words = ['demo', '--listen', new URL(address).host, '--data', join(folder, 'data')]
  const demonstration = spawn(program, words, { env: settings, stdio: 'ignore' })
  try {
    await answers(address)
    await looks(address)
  } finally {
    const ended = new Promise((done) => demonstration.once('exit', done))
    demonstration.kill()
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
})
