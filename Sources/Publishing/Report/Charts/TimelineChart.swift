package import JourneyModel

/// A journey as swimlanes: a lane per channel, a bar per contact, its waits and holds as lengths.
///
/// Bars of live contacts share one scale, written ones another, since tickets take days where calls
/// take minutes; the longest of each fills `longest`. Between bars the time without contact is
/// written, not drawn to scale.
package struct TimelineChart {
  /// Unique in the page.
  var id: String
  /// The journey.
  var example: JourneyExample
  /// What a finding is called, for the title of its mark.
  var title: (JourneyExample.Mark) -> String

  /// A chart of a journey.
  package init(
    id: String, example: JourneyExample, title: @escaping (JourneyExample.Mark) -> String
  ) {
    self.id = id
    self.example = example
    self.title = title
  }

  private static let longest: Int64 = 170
  private static let shortest: Int64 = 14
  private static let gap: Int64 = 58
  private static let left: Int64 = 74
  private static let laneHeight: Int64 = 40
  private static let top: Int64 = 8

  /// A stretch of a bar.
  package struct Stretch: Equatable, Sendable {
    /// What the time was spent on, as the style sheet names it.
    package var style: String
    package var milliseconds: Int64
  }

  /// Where a step is drawn.
  package struct Bar: Equatable, Sendable {
    package var x: Int64
    package var width: Int64
    package var lane: Int64
  }

  /// What the time of a step was spent on, in order, without what took no time.
  package static func stretches(of step: JourneyExample.Step) -> [Stretch] {
    let span = max(0, step.lastMoment.milliseconds(since: step.startedAt))
    guard !step.isWritten else {
      let answer = min(step.firstResponseMilliseconds ?? 0, span)
      return [("answer", answer), ("open", span - answer)].filter { $0.1 > 0 }
        .map { Stretch(style: $0.0, milliseconds: $0.1) }
    }
    let spent = [
      ("menu", step.ivrMilliseconds), ("wait", step.waitMilliseconds),
      ("talk", step.talkMilliseconds), ("hold", step.holdMilliseconds),
      ("wrap", step.wrapMilliseconds),
    ].filter { ($0.1 ?? 0) > 0 }.map { Stretch(style: $0.0, milliseconds: $0.1 ?? 0) }
    return spent.isEmpty && span > 0 ? [Stretch(style: "open", milliseconds: span)] : spent
  }

  /// The channels of the lanes, in the order of the vocabulary.
  package var lanes: [Channel] {
    Set(example.steps.map(\.channel)).sorted { $0.rawValue < $1.rawValue }
  }

  /// Where every step is drawn, in order.
  package var bars: [Bar] {
    let totals = example.steps.map { step in
      TimelineChart.stretches(of: step).reduce(0) { $0 + $1.milliseconds }
    }
    var most: [Bool: Int64] = [:]
    for (step, total) in zip(example.steps, totals) {
      most[step.isWritten] = max(most[step.isWritten] ?? 0, total)
    }
    let lanes = lanes
    var x = TimelineChart.left
    return zip(example.steps, totals).map { step, total in
      let whole = max(most[step.isWritten] ?? 0, 1)
      let length = NumberText.permille(total, of: whole) * TimelineChart.longest / 1000
      let bar = Bar(
        x: x, width: max(length, TimelineChart.shortest),
        lane: Int64(lanes.firstIndex(of: step.channel) ?? 0))
      x += bar.width + TimelineChart.gap
      return bar
    }
  }

  /// Writes the drawing, as wide as it has to be.
  func render(into page: inout Markup) {
    let bars = bars
    let width = (bars.last.map { $0.x + $0.width } ?? TimelineChart.left) + 12
    let height = TimelineChart.top + Int64(lanes.count) * TimelineChart.laneHeight + 20
    page.element(
      "svg",
      [
        "class": "chart lanes", "role": "img", "width": String(width), "height": String(height),
        "aria-labelledby": "\(id)-t \(id)-d",
      ]
    ) { page in
      page.element("title", ["id": "\(id)-t"], text: "Timeline")
      page.element("desc", ["id": "\(id)-d"], text: summary)
      renderLanes(width, into: &page)
      for (index, bar) in bars.enumerated() {
        if index > 0 { renderGap(bars[index - 1], bar, at: index, into: &page) }
        render(example.steps[index], bar, into: &page)
      }
    }
  }

  private var summary: String {
    example.steps.map { "\($0.number) \($0.channel.name)" }.joined(separator: ", ")
  }

  private func middle(of lane: Int64) -> Int64 {
    TimelineChart.top + lane * TimelineChart.laneHeight + 24
  }

  private func renderLanes(_ width: Int64, into page: inout Markup) {
    for (index, channel) in lanes.enumerated() {
      let y = String(middle(of: Int64(index)))
      page.empty(
        "line", ["class": "grid", "x1": "70", "x2": String(width), "y1": y, "y2": y])
      page.element("text", ["y": y, "dy": "4"], text: channel.name)
    }
  }

  private func render(_ step: JourneyExample.Step, _ bar: Bar, into page: inout Markup) {
    let y = middle(of: bar.lane)
    let stretches = TimelineChart.stretches(of: step)
    let whole = max(stretches.reduce(0) { $0 + $1.milliseconds }, 1)
    if stretches.isEmpty {
      page.empty(
        "rect",
        [
          "class": "t-none", "x": String(bar.x), "y": String(y - 7), "width": String(bar.width),
          "height": "14",
        ])
    }
    var before: Int64 = 0
    for stretch in stretches {
      let start = NumberText.permille(before, of: whole) * bar.width / 1000
      before += stretch.milliseconds
      let end = NumberText.permille(before, of: whole) * bar.width / 1000
      page.element(
        "rect",
        [
          "class": "t-\(stretch.style)", "x": String(bar.x + start), "y": String(y - 7),
          "width": String(max(end - start, 1)), "height": "14",
        ]
      ) {
        $0.element(
          "title", text: "\(stretch.style) \(NumberText.duration(stretch.milliseconds))")
      }
    }
    page.element(
      "text", ["class": "strong", "x": String(bar.x), "y": String(y - 11)],
      text: String(step.number))
    renderMarks(of: step, bar, y, into: &page)
  }

  private func renderMarks(
    of step: JourneyExample.Step, _ bar: Bar, _ y: Int64, into page: inout Markup
  ) {
    for (index, mark) in example.marks.filter({ $0.step == step.number }).enumerated() {
      page.element(
        "path",
        ["class": "mark", "d": "M\(bar.x + 16 + Int64(index) * 11) \(y - 19)l5 9h-10z"]
      ) { $0.element("title", text: title(mark)) }
    }
  }

  /// The way from one contact to the next, and the time between.
  private func renderGap(_ from: Bar, _ to: Bar, at index: Int, into page: inout Markup) {
    let (earlier, step) = (example.steps[index - 1], example.steps[index])
    let start = from.x + from.width
    let isLoose = step.basis == .timeOnly
    page.empty(
      "path",
      [
        "class": isLoose ? "way loose" : "way",
        "d": "M\(start) \(middle(of: from.lane))L\(to.x) \(middle(of: to.lane))",
      ])
    let between = step.startedAt.milliseconds(since: earlier.lastMoment)
    let left = step.number - earlier.number - 1
    let label =
      left > 0
      ? "\(left) more" : between < 0 ? "meanwhile" : NumberText.shortDuration(between)
    let y = TimelineChart.top + Int64(lanes.count) * TimelineChart.laneHeight + 14
    page.element(
      "text", ["x": String((start + to.x) / 2), "y": String(y), "text-anchor": "middle"],
      text: label)
  }
}

extension JourneyExample.Step {
  /// Whether its time is that of something written, and not of a conversation.
  var isWritten: Bool { kind != .call && kind != .chat }
}
