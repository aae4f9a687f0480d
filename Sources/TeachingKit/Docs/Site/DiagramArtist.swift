package import Foundation

/// Draws diagrams with Mermaid in Chromium, on a light and on a dark page.
package struct DiagramArtist: Sendable {
  private let mermaid: URL
  private let browser: String

  /// - Parameters:
  ///   - mermaid: The file `mermaid.min.js` of Mermaid 11.
  ///   - browser: Chromium's program.
  package init(mermaid: URL, browser: String = "chromium") {
    self.mermaid = mermaid.absoluteURL
    self.browser = browser
  }

  /// Draws all at once.
  ///
  /// - Returns: SVG by the name of its file.
  /// - Throws: `NotDrawn`, or what Foundation throws.
  package func draw(_ diagrams: [Diagram]) async throws -> [String: String] {
    try await withScratchFolder { folder in
      let page = folder.appending(path: "diagrams.html")
      try page.write(html(for: diagrams))
      let command = Command(
        [
          browser, "--headless=new", "--no-sandbox", "--disable-gpu", "--allow-file-access-from-files",
          "--user-data-dir=\(folder.appending(path: "browser").path)", "--virtual-time-budget=60000", "--dump-dom",
          page.absoluteString,
        ], in: folder)
      let result = try await command.run()
      let drawn = result.outputText.matches(of: /<pre id="([^"]+)">([A-Za-z0-9+\/=]+)<\/pre>/)
      let pictures = drawn.compactMap { match in
        Data(base64Encoded: String(match.2)).map { (String(match.1), String(decoding: $0, as: UTF8.self) + "\n") }
      }
      for diagram in diagrams {
        guard try Set(diagram.files).isSubset(of: pictures.map(\.0)) else {
          throw NotDrawn(diagram: diagram, reason: result.status == 0 ? result.outputText : result.errorText)
        }
      }
      return Dictionary(pictures) { first, _ in first }
    }
  }

  private func html(for diagrams: [Diagram]) throws -> String {
    let work = try diagrams.flatMap { diagram in
      try zip(diagram.files, ["light", "dark"]).map { ["file": $0.0, "page": $0.1, "source": diagram.source] }
    }
    let json = try String(decoding: JSONSerialization.data(withJSONObject: work), as: UTF8.self)
    return """
      <!doctype html><meta charset="utf-8"><body>
      <script src="\(mermaid.absoluteString)"></script>
      <script type="application/json" id="work">\(json.replacing("<", with: "\\u003c"))</script>
      <script>\(Self.script)</script>
      """
  }

  /// Text is drawn as text of SVG: what Mermaid draws by default is HTML inside SVG, which a picture may not show.
  private static let script = #"""
    const common = { fontFamily: "Helvetica, Arial, sans-serif", fontSize: "15px" };
    const colors = {
      light: { background: "#ffffff", primaryColor: "#eef4fb", primaryBorderColor: "#5b87b5", primaryTextColor: "#1d1d1f",
        lineColor: "#6e6e73", textColor: "#1d1d1f", edgeLabelBackground: "#ffffff", noteBkgColor: "#fff8dc",
        noteBorderColor: "#c9b458", noteTextColor: "#1d1d1f", darkMode: false },
      dark: { background: "#000000", primaryColor: "#1c2a3a", primaryBorderColor: "#6d9bcb", primaryTextColor: "#f5f5f7",
        lineColor: "#a1a1a6", textColor: "#f5f5f7", edgeLabelBackground: "#000000", noteBkgColor: "#3a3212",
        noteBorderColor: "#a8924a", noteTextColor: "#f5f5f7", darkMode: true },
    };
    (async () => {
      for (const { file, page, source } of JSON.parse(document.getElementById("work").textContent)) {
        const out = document.createElement("pre");
        try {
          mermaid.initialize({ startOnLoad: false, theme: "base", htmlLabels: false, handDrawnSeed: 1,
            deterministicIds: true, flowchart: { htmlLabels: false }, sequence: { mirrorActors: false },
            themeVariables: { ...common, ...colors[page] },
            themeCSS: `.edgeLabel .background { fill: ${colors[page].background}; opacity: 1; }
              .messageText { paint-order: stroke; stroke: ${colors[page].background}; stroke-width: 6px; }` });
          const { svg } = await mermaid.render("drawing", source);
          const picture = new DOMParser().parseFromString(svg, "text/html").querySelector("svg");
          const [, , width, height] = picture.getAttribute("viewBox").split(" ").map(Number);
          picture.setAttribute("width", Math.ceil(width));
          picture.setAttribute("height", Math.ceil(height));
          picture.style.backgroundColor = "";
          for (const part of picture.querySelectorAll("*")) {
            part.removeAttribute("data-points");
            if (part.hasAttribute("d")) {
              const round = (number) => String(Number(Number(number).toFixed(1)));
              part.setAttribute("d", part.getAttribute("d").replace(/-?\d+\.\d+(e-?\d+)?/g, round));
            }
          }
          const bytes = new TextEncoder().encode(new XMLSerializer().serializeToString(picture));
          out.textContent = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
          out.id = file;
        } catch (error) {
          out.textContent = "error: " + error.message;
        }
        document.body.append(out);
      }
      document.getElementById("work").remove();
      document.querySelectorAll("script").forEach((script) => script.remove());
    })();
    """#

  /// Mermaid or the browser could not draw a diagram.
  package struct NotDrawn: Error, CustomStringConvertible {
    package let diagram: Diagram
    package let reason: String

    package var description: String {
      "Not drawn: “\(diagram.description)”\n\(reason)"
    }
  }
}

extension URL {
  fileprivate func write(_ text: String) throws {
    try text.write(to: self, atomically: false, encoding: .utf8)
  }
}
