-- What a database holds, without the numbers that depend on the order of imports: equal content gives equal bytes.
SELECT key, ref, title, date, date_from, outlet, url, author, lang, length(text), file, annotated, duplicate_of IS NULL FROM articles ORDER BY key;
SELECT key, kind, name, country, note FROM entities ORDER BY key;
SELECT e.key, a.name FROM aliases a JOIN entities e ON e.id = a.entity ORDER BY 1, 2;
SELECT a.key, m.start, m."end", m.sentence, e.key, m.form FROM mentions m JOIN articles a ON a.id = m.article JOIN entities e ON e.id = m.entity ORDER BY 1, 2, 3, 5;
SELECT a.key, q.start, q."end", q.kind, q.content, e.key, q.speaker_text, q.speaker_start, q.cue, q.cue_spans, q.rule, q.confidence FROM quotes q JOIN articles a ON a.id = q.article LEFT JOIN entities e ON e.id = q.speaker ORDER BY 1, 2, 3, 4, 5;
SELECT a.key, p.sentence, p.start, p."end", p.lemma, p.pos, p.tense, p.negated, p.modal, p.passive, q.start, e.key FROM predicates p JOIN articles a ON a.id = p.article LEFT JOIN quotes q ON q.id = p.quote LEFT JOIN entities e ON e.id = p.holder ORDER BY 1, 3, 4, 5;
SELECT a.key, p.start, p."end", g.n, g.role, g.start, g."end", g.head, e.key FROM arguments g JOIN predicates p ON p.id = g.predicate JOIN articles a ON a.id = p.article LEFT JOIN entities e ON e.id = g.entity ORDER BY 1, 2, 3, 4;
SELECT a.key, d.start, d."end", d.sentence, d.kind, d.first, d.last, d.value FROM dates d JOIN articles a ON a.id = d.article ORDER BY 1, 2, 3;
SELECT a.key, s.file FROM sightings s JOIN articles a ON a.id = s.article ORDER BY 1, 2;
SELECT a.key, hex(t.packed) FROM tokens t JOIN articles a ON a.id = t.article ORDER BY 1;
SELECT a.key, s.n, s.start, s."end" FROM sentences s JOIN articles a ON a.id = s.article ORDER BY 1, 2;
SELECT file, status FROM imports ORDER BY file;
