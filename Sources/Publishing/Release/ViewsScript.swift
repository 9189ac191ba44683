import ParquetFiles

/// `views.sql`: the tables and the usual joins as DuckDB views.
struct ViewsScript {
  /// The tables that have at least one file.
  var tablesWithFiles: Set<String>

  private static let head = """
    -- Throughline release: views for DuckDB 1.1 or later.
    -- Run in the release's folder:   duckdb -init views.sql
    -- or from anywhere:              SET VARIABLE release = '/path/to/release'; .read views.sql
    SET VARIABLE release = coalesce(getvariable('release'), '.');

    """

  private static let joins = """
    -- Every interaction of every journey, in order.
    CREATE OR REPLACE VIEW journey_steps AS
    SELECT j.journey_id, j.status, j.reason AS journey_reason, j.path, j.effort_score, i.*
      EXCLUDE (journey_id)
    FROM journeys AS j JOIN interactions AS i USING (journey_id)
    ORDER BY j.customer_id, j.journey_id, i.step;

    -- Every finding with its journey.
    CREATE OR REPLACE VIEW findings_with_journeys AS
    SELECT f.*, j.status, j.reason AS journey_reason, j.path, j.first_channel, j.last_channel,
      j.interactions AS journey_interactions, j.elapsed_ms AS journey_elapsed_ms, j.effort_band
    FROM findings AS f JOIN journeys AS j USING (journey_id);

    -- Every measure by day: shares and mean scores as fractions, durations as mean milliseconds.
    CREATE OR REPLACE VIEW daily_measures AS
    SELECT date, measure, unit, sum(numerator) AS numerator, sum(denominator) AS denominator,
      CASE unit WHEN 'count' THEN sum(numerator)::DOUBLE
        WHEN 'permille' THEN sum(numerator) / nullif(sum(denominator), 0) / 1000
        ELSE sum(numerator) / nullif(sum(denominator), 0) END AS value,
      bool_or(provisional) AS provisional
    FROM measures GROUP BY date, measure, unit ORDER BY measure, date;

    -- Every finding that counts: no other detector counts it instead.
    CREATE OR REPLACE VIEW counted_findings AS
    FROM findings WHERE suppressed_by IS NULL;

    -- percentile(histogram, permille): the value that so many of a thousand do not exceed, to about
    -- one part in 128. Histograms are added by joining them: string_agg(histogram, ' ').
    CREATE OR REPLACE MACRO histogram_start(bucket) AS
      CASE WHEN bucket < 128 THEN bucket
        ELSE (64 + (bucket - 128) % 64) << (1 + (bucket - 128) // 64) END;
    CREATE OR REPLACE MACRO percentile(histogram, permille) AS (
      WITH counts AS (
        SELECT split_part(pair, ':', 1)::BIGINT AS bucket,
          sum(split_part(pair, ':', 2)::BIGINT) AS count
        FROM (SELECT unnest(string_split(histogram, ' ')) AS pair) GROUP BY bucket),
      sums AS (
        SELECT bucket, sum(count) OVER (ORDER BY bucket) AS upto, sum(count) OVER () AS total
        FROM counts)
      SELECT (histogram_start(min(bucket)) + histogram_start(min(bucket) + 1) - 1) // 2
      FROM sums WHERE upto * 1000 >= total * permille);

    """

  /// Every journey in one row with its first steps side by side.
  private static var wideJourneys: String {
    let columns = (1...wideSteps).flatMap { step in
      wideColumns.map { "max(\($0)) FILTER (step = \(step)) AS step_\(step)_\($0)" }
    }
    return """
      -- Every journey with its first \(wideSteps) interactions side by side; `interactions` is how
      -- many it has.
      CREATE OR REPLACE VIEW journeys_wide AS
      SELECT * FROM journeys LEFT JOIN (
        SELECT journey_id,
          \(columns.joined(separator: ",\n    "))
        FROM interactions GROUP BY journey_id) USING (journey_id);

      """
  }

  /// How many interactions `journeys_wide` has side by side.
  private static let wideSteps = 8

  /// What it has of each.
  private static let wideColumns = [
    "kind", "channel", "started_at", "queue", "reason", "outcome", "wait_ms",
  ]

  /// SQL that defines every view; those of tables without files are empty.
  var text: String {
    ViewsScript.head + "\n" + Tables.all.map(view).joined(separator: "\n") + "\n"
      + ViewsScript.joins + "\n" + ViewsScript.wideJourneys
  }

  private func view(_ table: TableDescription) -> String {
    let comment = "-- \(table.summary)\nCREATE OR REPLACE VIEW \(table.name) AS\n"
    guard tablesWithFiles.contains(table.name) else {
      var columns = table.columns.map { "NULL::\(ViewsScript.type(of: $0.type)) AS \($0.name)" }
      if table.isDated, !table.columns.contains(where: { $0.name == "date" }) {
        columns.append("NULL::DATE AS date")
      }
      return comment + "SELECT " + columns.joined(separator: ", ") + "\nWHERE false;\n"
    }
    let folders = table.isDated ? "date=*/" : ""
    let options = table.isDated ? ", hive_partitioning = true, hive_types = {'date': DATE}" : ""
    return comment + "FROM read_parquet(getvariable('release') || '/datasets/\(table.name)/"
      + "\(folders)*.parquet'\(options));\n"
  }

  private static func type(of type: ParquetType) -> String {
    switch type {
    case .int32: "INTEGER"
    case .int64: "BIGINT"
    case .timestampMicros: "TIMESTAMPTZ"
    case .date: "DATE"
    case .string: "VARCHAR"
    case .json: "JSON"
    case .boolean: "BOOLEAN"
    }
  }
}
