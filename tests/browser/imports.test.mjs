// Staff send a file of sessions: with scripts the bar moves by itself, without there is a link; what comes
// of it is shown before anything changes. Also the week at a glance and a day's sessions in one form.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startBrowser } from './browser.mjs'
import { PEOPLE, arrives, signsInAsStaff } from './people.mjs'

const TELEPHONE = { width: 360, height: 740 }
const HEADING = 'project,date,start,end,case_number,outcome,penalty_minutes'

let browser
before(async () => (browser = await startBrowser()))
after(async () => browser?.close())

/** Sends a file and waits until its page no longer waits. */
async function sends(priya, name, text) {
  await priya.opens('/staff/imports')
  await priya.page.getByLabel('Attendance list').check()
  const buffer = Buffer.from(text)
  await priya.page.getByLabel('The file').setInputFiles({ name, mimeType: 'text/csv', buffer })
  await priya.presses('Check this file')
  for (let looks = 0; looks < 60; looks += 1) {
    const waits = await priya.page.locator('[data-at-work]').count()
    if (waits === 0) return priya.opens(priya.path)
    if (priya.scripts) await priya.page.waitForTimeout(500)
    else await priya.page.getByRole('link', { name: 'See how far it is now' }).click()
  }
  assert.fail('the check has no end')
}

for (const [kind, options] of [['a telephone', TELEPHONE], ['a desk, without scripts', { scripts: false }]]) {
  test(`priya looks at her week and sends a file at ${kind}`, { timeout: 180_000 }, async () => {
    const priya = await arrives(browser, `Priya at ${kind}`, options)
    try {
      await signsInAsStaff(priya, PEOPLE.priya)
      await priya.opens('/staff/sessions/week')
      await priya.opens('/staff/sessions/day?which=all')
      const href = await priya.page.locator('fieldset input[name="project-1"]').getAttribute('value')
      await priya.opens(`/staff/projects/${href}/plan`)
      await sends(priya, 'bad.csv', `${HEADING}\n${href},2026-02-29,09:30,15:30,PERSON-A,GONE,\n`)
      assert.match(await priya.page.locator('h1').innerText(), /There are 2 problems in your file/)
      await sends(priya, 'none.csv', `${HEADING}\n`)
      assert.match(await priya.page.locator('main').innerText(), /There is nothing to import/)
      priya.foundNothingWrong()
    } finally {
      await priya.leaves()
    }
  })
}
