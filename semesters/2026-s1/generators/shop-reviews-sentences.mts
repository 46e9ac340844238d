export const labels = ["positive", "negative", "mixed"] as const;
export type Label = (typeof labels)[number];

/** Halves of a review of one tone: any judgement goes with any reason. Slots: item, weeks, shop, person. */
export interface Tone {
  /** What the writer thinks of it, in plain words. */
  judgements: readonly string[];
  /** What the item does, in plain words. */
  reasons: readonly string[];
  /** What the item does, told without a word of praise or blame. */
  tellings: readonly string[];
}

export const good: Tone = {
  judgements: [
    "I love this {item}.",
    "A great {item}.",
    "Very happy with the {item}.",
    "Best {item} I have had.",
    "This {item} is excellent.",
    "I would buy this {item} again.",
    "Full marks for the {item}.",
    "A really good {item}.",
    "I recommend the {item}.",
    "Such a lovely {item}.",
  ],
  reasons: [
    "It works perfectly.",
    "It is well made.",
    "The colour is beautiful.",
    "It is easy to use.",
    "It feels solid.",
    "It was quick to arrive.",
    "It is very comfortable.",
    "It was good value.",
    "It is wonderfully quiet.",
    "It looks even better than in the picture.",
    "The size is just right.",
    "It cleans up nicely.",
  ],
  tellings: [
    "After {weeks} weeks of daily use it still looks new.",
    "{person} has already ordered the same one.",
    "I can hardly hear it when it runs.",
    "It took me two minutes to set it up.",
    "My old one cost twice as much and did half of it.",
    "I use it every morning now.",
    "It fits exactly where I wanted it.",
    "It survived a fall down the stairs.",
    "{shop} answered my question within an hour.",
    "The whole family argues about who may use it first.",
  ],
};

export const bad: Tone = {
  judgements: [
    "I hate this {item}.",
    "A terrible {item}.",
    "Very disappointed with the {item}.",
    "Worst {item} I have had.",
    "This {item} is useless.",
    "I would not buy this {item} again.",
    "Zero stars for the {item}.",
    "A really poor {item}.",
    "Avoid the {item}.",
    "Such an ugly {item}.",
  ],
  reasons: [
    "It does not work.",
    "It is badly made.",
    "The colour is awful.",
    "It is hard to use.",
    "It feels flimsy.",
    "It was late to arrive.",
    "It is very uncomfortable.",
    "It was a waste of money.",
    "It is annoyingly loud.",
    "It looks much cheaper than in the picture.",
    "The size is wrong.",
    "It is impossible to clean.",
  ],
  tellings: [
    "After {weeks} weeks the handle came off.",
    "{person} sent the same one back.",
    "It wakes the neighbours when it runs.",
    "I spent a whole evening on setting it up, in vain.",
    "My old one cost half as much and did more.",
    "It has been in the bin since Sunday.",
    "It arrived with a crack from top to bottom.",
    "It stopped after {weeks} days.",
    "{shop} has not answered my {weeks} messages.",
    "There was a strange smell when I first switched it on.",
  ],
};

/** What stands between praise and blame in a mixed review; the second half begins with a capital after a full stop only. */
export const turns = [" But ", " However, ", " On the other hand, ", " Then again, ", " That said, ", " "] as const;

/** Reviews of hard training rows: words of the other tone are there too, but what they say is turned round. */
export const turned: Readonly<Record<Label, readonly string[]>> = {
  positive: [
    "I expected the {item} to break, and it never did.",
    "Not a bad {item} at all, {weeks} weeks and no complaint.",
    "I feared that it would be loud; the {item} is not.",
    "Other people say that the {item} is flimsy, mine is anything but.",
    "I was wrong to doubt this {item}.",
    "There is nothing that I dislike about the {item}.",
    "I nearly sent the {item} back unopened, what a mistake that would have been.",
    "No trouble with the {item} in {weeks} weeks.",
    "The terrible reviews of this {item} must be about another one, mine is fine.",
    "It is impossible to be unhappy with this {item}.",
    "I have never once regretted the {item}.",
    "The box was ugly, who cares, the {item} in it is a beauty.",
  ],
  negative: [
    "I expected a great {item}, and I got rubbish.",
    "Not a good {item} at all, {weeks} weeks of trouble.",
    "I hoped that it would be quiet; the {item} is not.",
    "Other people say that the {item} is solid, mine is anything but.",
    "I was wrong to trust this {item}.",
    "There is nothing that I like about the {item}.",
    "I nearly kept the {item}, what a mistake that would have been.",
    "No joy with the {item} in {weeks} weeks.",
    "The excellent reviews of this {item} must be about another one, mine is junk.",
    "It is impossible to be happy with this {item}.",
    "I have regretted the {item} every single day.",
    "The box was lovely, who cares, the {item} in it is a wreck.",
  ],
  mixed: [
    "The {item} does its job, though I would not call it pretty.",
    "Good {item}, bad instructions.",
    "I like how the {item} looks and dislike how it works.",
    "Half of me loves the {item}, the other half wants the money back.",
    "Fine for {weeks} weeks, then the {item} began to squeak, though it still works.",
    "The {item} is strong but far too heavy.",
    "Cheap, and the {item} feels like it, yet it does what it should.",
    "The {item} came late, still I am glad that I have it.",
    "Three stars: the {item} is comfortable, and its colour fades.",
    "A pretty {item} that is hard to clean.",
    "The {item} is all right as a present, no more and no less.",
    "The {item} is quiet enough, only its cable is too short.",
  ],
};
