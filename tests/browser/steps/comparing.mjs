// A visitor reads the figures wherever the public can see them, to compare them before and after.

import assert from 'node:assert/strict'

/** A number as pages write it: `4,732`, `5,357.8`, `£68,097`. */
function number(words) {
  const read = Number(words.replaceAll(',', '').replace('£', '').trim())
  assert.ok(Number.isFinite(read), `a number, not '${words}'`)
  return read
}

/** The three large figures of the home page. */
async function ofHome(visitor) {
  await visitor.opens('/')
  const shown = await visitor.page.locator('.app-headline__number').allInnerTexts()
  assert.equal(shown.length, 3, 'three large figures')
  await visitor.reads('149 projects, 676 offenders, 4,732 hours')
  const [projects, offenders, hoursWorked] = shown.map(number)
  return { projects, offenders, hoursWorked }
}

/** The last row of a table of figures: what a number stands for by the words of its head. */
async function totalAt(visitor, path) {
  await visitor.opens(path)
  const table = visitor.page.locator('main table').first()
  const heads = await table.locator('thead th').allInnerTexts()
  const row = table.locator('tbody tr').last()
  // With its mark, where figures are provisional.
  assert.match((await row.locator('th').innerText()).trim(), /^Total( \[p\])?$/)
  const cells = (await row.locator('td').allInnerTexts()).map(number)
  const at = (head) => {
    const found = heads.findIndex((words) => words.replace(/\s+/g, ' ').trim() === head)
    assert.ok(found > 0, `a column ${head}, not only ${heads.join(', ')}`)
    return cells[found - 1]
  }
  return at
}

/** The totals of the overview and of the work. */
async function ofTotal(visitor, path) {
  const overview = await totalAt(visitor, path)
  const work = await totalAt(visitor, `${path}${path.includes('?') ? '&' : '?'}stage=in-progress`)
  for (const head of ['Offenders', 'Hours worked', 'Hours offered', 'Sessions held', 'Value of the hours']) {
    assert.equal(work(head), overview(head), `${head} in both tables`)
  }
  return {
    projects: overview('Projects completed'),
    offenders: work('Offenders'),
    attendances: work('Attendances'),
    held: work('Sessions held'),
    stoodDown: work('Sessions stood down'),
    hoursOffered: work('Hours offered'),
    hoursWorked: work('Hours worked'),
  }
}

/** Everything that is compared: home, all figures, the council's figures, and the exact ones of staff. */
export async function readsFigures(visitor, staff) {
  const exact = await ofTotal(staff, '/staff/figures')
  const all = await ofTotal(visitor, '/figures')
  const council = await ofTotal(visitor, '/figures?area=E06000016')
  return { exact, home: await ofHome(visitor), all, council }
}

/** Insists that each figure changed by just what was recorded, and nothing else. */
export function changedBy(before, after, recorded) {
  for (const [page, figures] of Object.entries(after)) {
    for (const [measure, now] of Object.entries(figures)) {
      const change = Math.round((now - before[page][measure]) * 10) / 10
      assert.equal(change, recorded[measure], `${measure} on ${page}: ${before[page][measure]} became ${now}`)
    }
  }
}
