// The sealed ballot box: keys made off the server, the test ballot, letters with codes, the count with the
// key, and the published files checked by the program.

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ADDRESS } from '../browser.mjs'

const FILES = ['rule-sheet.json', 'ballots.csv', 'register-totals.json', 'result.json', 'SHA256SUMS']

/** A computer that is not the server: a folder, and the program. */
export class OtherComputer {
  folder = mkdtempSync(join(tmpdir(), 'payback-panel-officer-'))

  /** Runs the program here, and gives what it prints. */
  runs(...words) {
    return execFileSync(process.env.PAYBACK_PANEL, words, { cwd: this.folder, encoding: 'utf8' })
  }

  /** Makes a pair of keys; the line of the public one. */
  makesKeys() {
    return this.runs('round', 'keygen', '--out', 'box-key.txt').trim()
  }

  get keyFile() {
    return join(this.folder, 'box-key.txt')
  }

  keeps(name, text) {
    writeFileSync(join(this.folder, name), text)
  }

  /** Checks a published vote in a folder of its own. */
  checks(files) {
    mkdirSync(join(this.folder, 'result'))
    for (const [name, text] of files) this.keeps(join('result', name), text)
    return this.runs('round', 'verify', 'result')
  }

  clearsUp() {
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/** Says that officers keep the key, and that people vote with letters. */
export async function sealsTheBox(officer, slug, publicKey) {
  await officer.opens(`/staff/rounds/${slug}`)
  await officer.presses('Change the ways to vote')
  await officer.page.getByLabel('Email address and postcode').uncheck()
  await officer.picksValue('ways', 'voting-code')
  await officer.presses('Save the ways to vote')
  await officer.presses('Change who keeps the key')
  await officer.picksValue('keeping', 'sealed')
  await officer.writes('public-key-1', publicKey)
  await officer.presses('Save')
  await officer.reads('sealed mode')
}

/** Opens the test ballot on the other computer and types its words. */
export async function passesTheTest(officer, slug, computer) {
  await officer.opens(`/staff/rounds/${slug}`)
  await officer.reads('This vote stays shut until')
  await officer.presses('Open the test ballot')
  const answer = await officer.page.context().request.get(`${ADDRESS}/staff/rounds/${slug}/keys/1`)
  computer.keeps('test-ballot-1.txt', await answer.text())
  await officer.writes('words', 'acorn acorn acorn acorn')
  await officer.presses('Show that the key works', 422)
  const words = computer.runs('round', 'open-test', 'test-ballot-1.txt', '--key', 'box-key.txt')
  await officer.writes('words', words.trim())
  await officer.presses('Show that the key works')
  await officer.reads('Every key has passed its test')
}

/** Makes a batch of letters; the codes in its file. */
export async function makesLetters(officer, slug, households) {
  await officer.opens(`/staff/rounds/${slug}/codes`)
  await officer.writes('label', 'Streets round the green')
  await officer.writes('households', households)
  await officer.picksValue('file', 'csv')
  await officer.presses('Continue')
  const arrives = officer.page.waitForEvent('download')
  await officer.page.getByRole('button', { name: 'Make the codes' }).click()
  const text = readFileSync(await (await arrives).path(), 'utf8')
  const codes = text.match(/\b[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]{5}\b/g)
  assert.equal(codes?.length, households, text.slice(0, 200))
  await officer.presses('see all batches')
  return codes
}

/** Votes with a code from a letter, quickly: no page is inspected on the way. */
export async function votesQuickly(page, slug, choice, code) {
  await page.goto(`${ADDRESS}/votes/${slug}`)
  await page.locator(`input[name="choice"][value="${choice}"]`).check()
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.locator('input[name="code"]').fill(code)
  await page.getByRole('button', { name: 'Cast my vote' }).click()
  await page.getByText('You have voted').waitFor()
}

/** Brings the key as a file, and counts. */
export async function countsWithKey(officer, slug, computer) {
  await officer.opens(`/staff/rounds/${slug}`)
  await officer.presses('Open the ballot box')
  await officer.presses('Open the box and count', 422)
  await officer.reads('Enter the key')
  await officer.page.locator('[name="key-1-file"]').setInputFiles(computer.keyFile)
  await officer.presses('Open the box and count')
  await officer.reads('another officer must declare')
}

/** The five files beside a result, as anybody downloads them. */
export async function downloads(reader, slug) {
  await reader.opens(`/votes/${slug}/result`)
  const links = await reader.page.locator('main a').evaluateAll((all) => all.map((a) => a.getAttribute('href')))
  const files = []
  for (const name of FILES) {
    assert.ok(links.includes(`/votes/${slug}/${name}`), `a link to ${name}`)
    const answer = await reader.page.context().request.get(`${ADDRESS}/votes/${slug}/${name}`)
    assert.equal(answer.status(), 200, name)
    files.push([name, await answer.body()])
  }
  return files
}

/** Finds the own line; on paper there is neither the form nor the line. */
export async function findsOwnLine(voter, slug, receipt) {
  await voter.opens(`/votes/${slug}/result`)
  await voter.presses('Find my vote')
  await voter.writes('receipt', receipt.toLowerCase())
  await voter.presses('Find my vote')
  await voter.reads('Your vote is in the list', receipt, 'The line is under the fingerprint on the page of the result')
  assert.ok(!voter.page.url().includes('?'), 'the code stands in no address')
  const form = voter.page.locator('form[action$="/find"]')
  assert.ok(await form.isVisible())
  await voter.page.emulateMedia({ media: 'print' })
  assert.ok(!(await form.isVisible()), 'no form on paper')
  await voter.page.emulateMedia({ media: 'screen' })
}
