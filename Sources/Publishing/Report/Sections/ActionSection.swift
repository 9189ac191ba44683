import JourneyModel

/// What to do, before anything else: a few sentences, each with a way to its evidence.
struct ActionSection: ReportSection {
  static let id = "actions"
  static let title = "What to do"

  let tables: [ReportTable]
  private let actions: [ReportActions.Action]

  init(_ input: ReportInput) {
    actions = ReportActions(input).all
    var table = ReportTable(
      id: "actions", title: "What to do",
      columns: [
        ReportColumn("kind", "Kind"), ReportColumn("title", "What"),
        ReportColumn("sentence", "Sentence"),
        ReportColumn("evidence", "Evidence", "The anchor of its evidence in the page"),
      ])
    for action in actions {
      table.append([
        .text(action.kind), .text(action.title), .text(action.sentence), .text(action.anchor),
      ])
    }
    tables = [table]
  }

  func render(into page: inout Markup) {
    guard !actions.isEmpty else {
      return page.element(
        "p", ["class": "none"], text: "There is too little to say what should be done.")
    }
    page.element("ol", ["class": "actions"]) { page in
      for action in actions {
        page.newLine()
        page.element("li") { page in
          page.element("h3", text: action.title)
          page.element("p") { page in
            page.add(action.sentence + " ")
            page.element("a", ["href": "#" + action.anchor], text: "Evidence")
          }
        }
      }
    }
  }
}
