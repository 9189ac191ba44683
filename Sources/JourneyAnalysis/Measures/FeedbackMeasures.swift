import JourneyModel

/// What customers say in surveys.
enum FeedbackMeasures {
  static let all = [satisfaction, topTwo, promoters, ease, quality, responses]

  static let satisfaction = Measure(
    ComponentDescription(
      id: "csat", title: "Satisfaction",
      summary: "The mean satisfaction score of interactions that have one.",
      formula: """
        Sum of csat ÷ number of interactions with csat, in permille of the scale's span (1 to 5: \
        4 is 750); one score per interaction, the latest. Filed at the interaction's start. Scores \
        that belong to no interaction are counted in the totals only.
        """, requires: ["csat"], source: "domain.md C5 (mean, scales aligned)", unit: .permille,
      isHighGood: true, group: .feedback, isHeadline: true),
    contact: { .measured(ifKnown: $0.row.csatPermille.map(Int64.init)) })

  static let topTwo = Measure(
    ComponentDescription(
      id: "csat-top-two", title: "Satisfied",
      summary: "The share of satisfaction scores in the upper quarter of their scale.",
      formula: """
        Interactions with csat ≥ 750 ÷ interactions with csat: on a scale of 1 to 5 the fours and \
        fives. Filed at the interaction's start.
        """, requires: ["csat"], source: "domain.md C5 (top-2-box)", unit: .ratio,
      isHighGood: true, group: .feedback),
    contact: { contact in contact.row.csatPermille.map { .share($0 >= 750) } ?? .none })

  static let quality = Measure(
    ComponentDescription(
      id: "quality-score", title: "Quality score",
      summary: "The mean score of quality reviews.",
      formula: """
        Sum of quality ÷ number of interactions with quality, in permille of the scale's span; one \
        score per interaction, the latest. Filed at the interaction's start.
        """, requires: ["quality"], source: "domain.md C (quality assurance)", unit: .permille,
      isHighGood: true, group: .feedback),
    contact: { .measured(ifKnown: $0.row.qualityPermille.map(Int64.init)) })

  static let promoters = Measure(
    ComponentDescription(
      id: "nps", title: "Net promoter score",
      summary: "Those who would recommend us less those who would not.",
      formula: """
        (Interactions with nps 9 or 10 − interactions with nps 0 to 6) ÷ interactions with nps, \
        times 100; the numerator is the difference. Filed at the interaction's start.
        """, requires: ["nps"], source: "domain.md C5 (NPS)", unit: .points, isHighGood: true,
      group: .feedback, isHeadline: true),
    contact: { contact in contact.row.balance.map { .number(Int64($0)) } ?? .none })

  static let ease = Measure(
    ComponentDescription(
      id: "ces", title: "Customer effort score",
      summary: "The mean ease that customers state, high is easy.",
      formula: """
        Sum of ces ÷ number of interactions with ces, in permille of the scale's span, turned so \
        that high is easy. Filed at the interaction's start.
        """, requires: ["ces"], source: "domain.md C5 (CES)", unit: .permille, isHighGood: true,
      group: .feedback),
    contact: { .measured(ifKnown: $0.row.cesPermille.map(Int64.init)) })

  static let responses = Measure(
    ComponentDescription(
      id: "survey-response", title: "Survey response",
      summary: "The share of handled contacts with a score.",
      formula: """
        Customer contacts with outcome handled and a score of any kind ÷ customer contacts with \
        outcome handled. Whom a survey was sent to is not known, so those nobody asked are in it. \
        Filed at the start.
        """, requires: ["csat, nps or ces"], source: "domain.md C5 (survey rate)", unit: .ratio,
      group: .feedback),
    contact: { contact in
      let row = contact.row
      guard row.outcome == .handled, contact.isCustomerContact else { return .none }
      return .share(row.isRated)
    })
}
