/**
 * Word sets that share at least this part of their union (Jaccard index) are alike. So low that groups are coarse: a held-out group
 * then reads as new as a question of a stranger, and probabilities calibrated on it hold for unseen phrasings.
 */
const alike = 0.15;

/**
 * Groups questions, given as sets of words, that read like one template filled in differently: each joins the first earlier group
 * whose first question is alike, or starts one (leader clustering). Returns the group's number of each question.
 */
export function groupSimilar(questions: readonly ReadonlySet<string>[]): number[] {
  const leaders: ReadonlySet<string>[] = [];
  const groupsWith = new Map<string, number[]>();
  return questions.map((words) => {
    const shared = new Map<number, number>();
    for (const word of words)
      for (const group of groupsWith.get(word) ?? []) shared.set(group, (shared.get(group) ?? 0) + 1);
    let joined = -1;
    for (const [group, common] of shared) {
      const union = words.size + leaders[group]!.size - common;
      if (common >= alike * union && (joined === -1 || group < joined)) joined = group;
    }
    if (joined !== -1) return joined;
    const group = leaders.push(words) - 1;
    for (const word of words) {
      const groups = groupsWith.get(word);
      if (groups === undefined) groupsWith.set(word, [group]);
      else groups.push(group);
    }
    return group;
  });
}
