// The panel: a council officer opens a shortlist, members rank, the officer agrees it.

import assert from 'node:assert/strict'

/** Opens a shortlist of our nomination and four others; its address. */
export async function opensShortlist(officer, title) {
  await officer.opens('/staff/panels/leicester/shortlists/new')
  await officer.fills(/what is this shortlist for/i, `Places for the spring vote: ${title}`)
  await officer.fills(/how many places/i, 5)
  await officer.page.getByLabel(title).check()
  const boxes = officer.page.locator('input[name="candidates"]')
  for (let at = 0; (await ticked(officer)) < 5; at += 1) {
    assert.ok(at < (await boxes.count()), 'the demonstration has four other assessed nominations')
    await boxes.nth(at).check()
  }
  await officer.presses('Open the shortlist')
  const found = officer.path.match(/shortlists\/(\d+)/)
  assert.ok(found, `a shortlist of its own, not ${officer.path}`)
  return Number(found[1])
}

const ticked = (actor) => actor.page.locator('input[name="candidates"]:checked').count()

/** A member puts our nomination first and the others in the order of the page. */
export async function ranks(member, id, title) {
  await member.opens(`/panels/leicester/shortlists/${id}`)
  await member.presses(/rank the nominations/i)
  const own = member.page.getByLabel(new RegExp(`Your place for it.*${title}`))
  await own.selectOption('1')
  const selects = await member.page.locator('main select').all()
  let place = 2
  for (const select of selects) {
    if ((await select.inputValue()) === '') await select.selectOption(String(place++))
  }
  await member.presses('Keep my ranking')
}

/** The officer agrees it. */
export async function agrees(officer, id) {
  await officer.opens(`/staff/panels/leicester/shortlists/${id}`)
  await officer.presses('Agree the shortlist')
}
