import CivilTime
import JourneyModel

/// `report/index.html`: the whole report as one file without any reference to the outside.
struct ReportPage {
  /// What the report is about.
  let input: ReportInput
  /// The computed sections, in the order of `ReportSections.all`.
  let sections: [any ReportSection]

  /// A whole HTML document with style sheet and script inside.
  var text: String {
    var page = Markup()
    page.literal("<!doctype html>\n")
    page.element("html", ["lang": "en"]) { page in
      renderHead(into: &page)
      page.newLine()
      page.element("body") { page in
        page.element("a", ["class": "skip", "href": "#main"], text: "Skip to the report")
        renderHero(into: &page)
        renderNavigation(into: &page)
        page.element("main", ["id": "main"]) { page in
          for section in sections { render(section, into: &page) }
        }
        renderFooter(into: &page)
        page.element("script") { $0.asset(ReportPage.script) }
      }
    }
    page.newLine()
    return page.text
  }

  // MARK: Head

  private static let style = asset("report.css")
  private static let script = asset("report.js")

  private static func asset(_ name: String) -> String {
    guard let file = EmbeddedFiles.all.first(where: { $0.name == name }) else {
      preconditionFailure("\(name) is embedded at build time")
    }
    return file.text
  }

  /// Nothing may be loaded, and only our own script may run.
  private var policy: String {
    let hash = DigestText.base64(
      DigestText.sha256(of: ReportPage.script))
    return "default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-\(hash)'; "
      + "img-src data:; base-uri 'none'; form-action 'none'"
  }

  private func renderHead(into page: inout Markup) {
    page.element("head") { page in
      page.empty("meta", ["charset": "utf-8"])
      page.empty("meta", ["http-equiv": "Content-Security-Policy", "content": policy])
      page.empty(
        "meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
      page.empty("meta", ["name": "color-scheme", "content": "light dark"])
      page.empty("meta", ["name": "referrer", "content": "no-referrer"])
      page.empty("link", ["rel": "icon", "href": "data:,"])
      page.element("title", text: input.settings.title)
      page.element("style") { $0.asset(ReportPage.style) }
    }
  }

  // MARK: Body

  private func renderHero(into page: inout Markup) {
    let totals = input.totals
    page.element("header", ["class": "hero"]) { page in
      page.element("p", ["class": "brand"], text: "Throughline")
      page.element("h1", text: input.settings.title)
      page.element("p", ["class": "window"]) { page in
        page.element("b", text: window)
        page.add(" · days in \(input.settings.zone.identifier) · as of ")
        page.add(ReportValue.instant(input.settings.asOf).shown)
      }
      if input.settings.range != nil {
        page.element(
          "p", ["class": "note"],
          text: "These days of a longer release; sources, data and identity quality are those of "
            + "the whole. Journeys count on the day they began, friction on its own day.")
      }
      page.element("dl", ["class": "facts"]) { page in
        fact("interactions", totals.interactions, into: &page)
        fact("events", totals.events, into: &page)
        fact("journeys", totals.journeys, into: &page)
        fact(
          input.settings.range == nil ? "customers" : "customers first seen", totals.customers,
          into: &page)
        fact("friction findings", totals.findings, into: &page)
      }
    }
  }

  private func fact(_ name: String, _ count: Int64, into page: inout Markup) {
    page.element("div") { page in
      page.element("dt", text: name)
      page.element("dd", text: NumberText.grouped(count))
    }
  }

  private var window: String {
    guard let window = input.window else { return "no events" }
    return InstantText.date(dayNumber: window.lowerBound) + " – "
      + InstantText.date(dayNumber: window.upperBound)
  }

  private func renderNavigation(into page: inout Markup) {
    page.newLine()
    page.element("nav", ["aria-label": "Sections"]) { page in
      page.element("ul") { page in
        for section in sections {
          page.element("li") { page in
            let kind = type(of: section)
            page.element("a", ["href": "#\(kind.id)"], text: kind.title)
          }
        }
      }
    }
  }

  private func render(_ section: any ReportSection, into page: inout Markup) {
    let kind = type(of: section)
    page.newLine()
    page.element("section", ["id": kind.id, "aria-labelledby": "\(kind.id)-title"]) { page in
      page.element("h2", ["id": "\(kind.id)-title"], text: kind.title)
      section.render(into: &page)
    }
  }

  private func renderFooter(into page: inout Markup) {
    page.newLine()
    page.element("footer") { page in
      page.element(
        "p",
        text: "– means no data, which is not zero. "
          + (input.hidesGroups
            ? "<\(input.minimumGroup) means fewer than \(input.minimumGroup) customers, "
              + "withheld to protect them. " : "")
          + "The same numbers are in summary.json, summary.txt and tables/*.csv beside this file.")
      page.element("p") { page in
        page.add("Every number can be traced: ")
        page.element("code", text: "throughline explain ID")
        page.add(" shows journey, finding or interaction down to file and byte.")
      }
    }
  }
}
