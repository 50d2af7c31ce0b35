{
const D = document, all = s => [...D.querySelectorAll(s)], at = a => D.getElementById(a.getAttribute('href').slice(1))
const form = D.forms[0], f = form.elements, events = all('.e'), status = all('[role=status]')[0], {t = '', s} = D.getElementById('_names').dataset
const fold = s => s.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/đ/g, 'd').replace(/[^\p{L}\p{N}]+/gu, ' ').trim().normalize('NFC')
const names = all('#_names option').map(o => [o.dataset.c, (o.dataset.n || fold(o.value)).split('|')])
const begins = (s, q) => (' ' + s).includes(' ' + q)
// A full name stands for all its spellings; other words, for what begins with them.
const test = q => {
  const same = names.filter(n => n[1].includes(q)).flatMap(n => n[1]), full = names.filter(n => n[1].some(s => same.includes(s)))
  const near = full[0] ? full : names.filter(n => n[1].some(s => begins(s, q)))
  const spelt = [q, ...full.flatMap(n => n[1]).filter(s => s.includes(' '))]
  return e => near.some(n => e.classList.contains(n[0])) || spelt.some(s => begins(e.text, s))
}
// The text of a card, and the words of its claims, as filters.more_words has them.
const read = () => {
  const more = events.map(e => e.textContent)
  let word = ''
  for (const [, same, rest, steps] of t.matchAll(/(\d)([^A-Z]+)([A-Z]+)/g)) {
    word = [...word].slice(0, same).join('') + rest
    let n = -1, step = 0
    for (const letter of steps) {
      const digit = letter.charCodeAt() - 65
      step = step * 10 + digit % 10
      if (digit < 10) more[n += step + 1] += ' ' + word, step = 0
    }
  }
  events.forEach((e, n) => { e.text = fold(more[n]) })
}
const apply = () => {
  const [q, , , , from, to] = all('form [name]').map(i => i.value), codes = all('form :checked[data-c]').map(o => o.dataset.c)
  const words = fold(q), iso = /^\d{4}-\d\d-\d\d$/.test(q), day = (iso || /^\d+\s\p{L}+\s\d{4}$/u.test(words)) && new Date(iso ? q : words + ' UTC').toJSON()?.slice(0, 10)
  const tests = names.some(n => n[1].includes(words)) ? [] : words.split(' ').filter(w => !s.split(' ').includes(w)).map(test), whole = test(words)
  const first = day || from, last = day || to || '~'
  if (words && events[0] && !events[0].text) read()
  let n = 0
  for (const e of events) {
    const dates = e.dataset.d ?? e.querySelector('time')?.dateTime, [a, b = a] = dates?.split('/') ?? []
    n += !(e.hidden = !codes.every(c => e.classList.contains(c))
      || (first || to) && !(dates && first <= last && (b || '~') >= first && a <= last)
      || words && !day && !whole(e) && !(tests[0] && tests.every(t => t(e))))
  }
  for (const p of all('.strips, .where')) p.hidden = n < events.length
  for (const y of all('.y')) y.hidden = !y.querySelector('.e:not([hidden])')
  for (const a of all('form a')) a.hidden = at(a).closest('.y').hidden
  status.textContent = status.dataset.words.replace('{}', n.toLocaleString('en'))
}
form.oninput = () => { apply(); history.replaceState(0, '', '?' + new URLSearchParams([...new FormData(form)].filter(p => p[1]))) }
form.onreset = () => setTimeout(form.oninput)
for (const [n, x] of new URLSearchParams(location.search)) if (f[n]) f[n].value = x
for (const e of all('.js')) e.hidden = 0
apply()
}
