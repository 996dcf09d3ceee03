// Journey: photos. A resident sends one with a nomination that is like another, staff show a place before
// and after the work, a moderator makes a number plate unreadable, and everybody sees them side by side.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { ADDRESS, startBrowser } from './browser.mjs'
import { PEOPLE, arrives, signsInAsStaff } from './people.mjs'
import { PLACE, answersQuestions, confirms, passes, referenceOn } from './steps/nominating.mjs'
import { draws, moderates, sendsPhoto } from './steps/picturing.mjs'

let browser
before(async () => (browser = await startBrowser()))
after(async () => browser?.close())

/** Insists that every picture of a page came, in the widths it was offered in, and has words. */
async function seesPictures(actor, ...alts) {
  for (const alt of alts) {
    const picture = actor.page.locator(`main img[alt="${alt}"]`).first()
    await picture.scrollIntoViewIfNeeded()
    assert.ok(await picture.getAttribute('srcset'), `${alt} comes in several widths`)
    const src = await picture.getAttribute('src')
    const answer = await fetch(new URL(src, ADDRESS))
    assert.equal(answer.status, 200, src)
    assert.equal(answer.headers.get('content-type'), 'image/jpeg')
  }
}

for (const [kind, options] of [['at a telephone', { width: 360, height: 740 }], ['at a desk, without scripts', { scripts: false }]]) {
  test(`photos ${kind}`, { timeout: 300_000 }, async (t) => {
    const wild = await draws(browser, false)
    const cut = await draws(browser, true)
    const rosa = await arrives(browser, `Rosa ${kind}`, options)
    const helen = await arrives(browser, `Helen ${kind}`, options)
    const email = `rosa.${options.scripts === false ? 'desk' : 'telephone'}@resident.example`
    const answers = { ...PLACE, title: `${PLACE.title} ${kind}` }
    try {
      // A photo that is none is refused with a sentence, and what was typed is still there.
      await answersQuestions(rosa, email, answers)
      await sendsPhotoThatIsNone(rosa)
      await sendsPhoto(rosa, wild, `Brambles ${kind}`)
      await rosa.reads(`Brambles ${kind}`)
      await rosa.presses('Continue')
      if (rosa.path.startsWith('/nominate/similar')) await rosa.presses(/mine is different/i)
      await rosa.presses('Send nomination')
      const reference = await referenceOn(rosa)
      await confirms(rosa, email)

      await signsInAsStaff(helen, PEOPLE.helen)
      await passes(helen, reference)
      await moderates(helen, `Brambles ${kind}`)
      await rosa.opens(`/nominations/${reference}`)
      await seesPictures(rosa, `Brambles ${kind}`)

      // Whoever comes next with the same place is shown that one, with its picture.
      await answersQuestions(rosa, `next.${email}`, answers)
      await rosa.presses('Continue without a photo')
      assert.match(rosa.path, /^\/nominate\/similar/)
      await rosa.reads(answers.title)
      await seesPictures(rosa, `Brambles ${kind}`)

      const project = await showsBeforeAndAfter(helen, kind, [wild, cut])
      await rosa.opens(`/projects/${project}`)
      await seesPictures(rosa, `Wild hedge ${kind}`, `Cut hedge ${kind}`)
      await standSideBySide(rosa, kind)
      for (const actor of [rosa, helen]) {
        t.diagnostic(`heaviest page ${actor.heaviest.bytes} bytes: ${actor.heaviest.path}`)
        actor.foundNothingWrong()
      }
    } finally {
      await rosa.leaves()
      await helen.leaves()
    }
  })
}

async function sendsPhotoThatIsNone(actor) {
  await actor.page.getByLabel('Choose a photo').setInputFiles({ name: 'photo.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('no photo') })
  await actor.fills('What does the photo show?', 'Words that stay')
  await actor.presses('Add this photo', 422)
  await actor.reads('There is a problem')
  assert.equal(await actor.page.getByLabel('What does the photo show?').inputValue(), 'Words that stay')
}

/** Writes news of a project in progress, with a photo of each side, and publishes it. Its reference. */
async function showsBeforeAndAfter(helen, kind, [wild, cut]) {
  await helen.opens('/staff/projects?stage=in-progress')
  const links = await helen.page.locator('main a[href^="/staff/projects/"]').evaluateAll((all) => all.map((a) => a.getAttribute('href')))
  const path = links.find((href) => /P\d+$/.test(href))
  assert.ok(path, 'a project in progress')
  await helen.opens(`${path}/updates/new`)
  const title = `The hedge is cut ${kind}`
  await helen.writes('title', title)
  await helen.writes('body', 'People can walk past on the pavement again.')
  await helen.presses('Save')
  await helen.does(() => helen.page.locator('main a', { hasText: `Photos before and after: ${title}` }).click())
  const photos = helen.path
  for (const [picture, side, alt] of [[wild, 'before', 'Wild hedge'], [cut, 'after', 'Cut hedge']]) {
    await helen.opens(photos)
    await helen.picksValue('side', side)
    await sendsPhoto(helen, picture, `${alt} ${kind}`)
  }
  for (const alt of ['Wild hedge', 'Cut hedge']) await moderates(helen, `${alt} ${kind}`)
  await helen.opens(path)
  await helen.does(() => helen.page.locator('main button', { hasText: `Publish: ${title}` }).click())
  return path.split('/').at(-1)
}

/** On a wide screen they stand beside each other, on a narrow one below. */
async function standSideBySide(actor, kind) {
  const boxes = []
  for (const alt of [`Wild hedge ${kind}`, `Cut hedge ${kind}`]) boxes.push(await actor.page.locator(`main img[alt="${alt}"]`).first().boundingBox())
  const [one, other] = boxes
  const isNarrow = actor.page.viewportSize().width < 600
  if (isNarrow) assert.ok(other.y >= one.y + one.height, 'one below the other')
  else assert.ok(Math.abs(other.y - one.y) < 2 && other.x >= one.x + one.width, 'side by side')
}
