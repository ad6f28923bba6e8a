using System.Globalization;
using Longwatch.Genomics.Annotation;
using Longwatch.Genomics.Text;

namespace Longwatch.Genomics.SiteTables;

/// <summary>Reads tables of integration sites, the format told by the header: INSPIIRED/intSiteCaller, AAVengeR, VISPA2/ISAnalytics (long or wide), barcodes, or any table with such columns.</summary>
public static class SiteTableReader
{
    private const int MostRows = 20_000_000;

    /// <summary>Reads one table.</summary>
    /// <param name="association">Facts by sample, for tables that name samples only; null for none.</param>
    /// <param name="abundance">Column to use; null: tags before fragments before what the table calls abundance before reads.</param>
    /// <exception cref="UnreadableInputException">Every problem of the table, with its line.</exception>
    public static SiteTable Read(string path, IReadOnlyDictionary<string, SampleFacts>? association = null, string? abundance = null)
    {
        using var lines = new LineReader(path);
        return new Reading(path, association, abundance).All(lines);
    }

    private sealed class Reading(string path, IReadOnlyDictionary<string, SampleFacts>? association, string? wanted)
    {
        private readonly ProblemList problems = new(path);
        private readonly List<SiteObservation> rows = [];
        private readonly HashSet<string> assemblies = new(StringComparer.Ordinal);
        private readonly SortedSet<string> unknownSamples = new(StringComparer.Ordinal);
        private readonly List<string> notes = [];
        private readonly List<string> cells = [];
        private Columns columns = new([]);
        private int column = -1;
        private AbundanceUnit unit = AbundanceUnit.Stated;
        private IReadOnlyList<int> wide = [];
        private string format = "";
        private bool strandStated = true;

        public SiteTable All(LineReader lines)
        {
            var separator = '\t';
            var first = true;
            while (lines.Next())
            {
                if (lines.Line.Trim().IsEmpty || (first && lines.Line[0] == '#'))
                    continue;
                if (first)
                    separator = Cells.SeparatorOf(lines.Line);
                if (!Cells.Split(lines.Line, separator, cells))
                    problems.Add(lines.Place, "has a quote that is not closed");
                else if (first)
                {
                    if (!Header(lines.Place))
                        break;
                }
                else if (cells.Count != columns.Header.Count)
                    problems.Add(
                        lines.Place,
                        FormattableString.Invariant($"has {cells.Count} columns; the header has {columns.Header.Count}")
                    );
                else
                    Row(lines.Number, lines.Place);
                first = false;
                if (rows.Count > MostRows)
                {
                    problems.Add(lines.Place, FormattableString.Invariant($"the table has more than {MostRows} rows"));
                    break;
                }
            }

            return Finish();
        }

        private SiteTable Finish()
        {
            if (unknownSamples.Count > 0)
                problems.Add(
                    null,
                    FormattableString.Invariant(
                        $"{unknownSamples.Count} samples are not in the association file, so nobody can say whose they are: {string.Join(", ", unknownSamples.Take(5))}{(unknownSamples.Count > 5 ? ", …" : "")}"
                    )
                );
            if (assemblies.Count > 1)
                problems.Add(
                    null,
                    $"mixes assemblies ({string.Join(", ", assemblies.Order(StringComparer.Ordinal))}): positions cannot be compared"
                );
            if (rows.Count == 0 && !problems.Any)
                problems.Add(null, "holds no site with an abundance above 0");
            problems.ThrowIfAny();
            if (!strandStated)
                notes.Add("The table has no strand: sites of both orientations at one place count as one.");
            if (unit == AbundanceUnit.Reads)
                notes.Add(
                    "Abundance is in reads, which are copies of copies: shares are shown, but numbers of clones unseen and tests are not given."
                );
            return new(
                path,
                format,
                wide.Count > 0 ? "matrix" : columns.Header[column],
                unit,
                assemblies.FirstOrDefault() ?? "",
                rows,
                notes
            )
            {
                PersonsKnown = association is not null || columns.Person >= 0,
            };
        }

        private bool Header(string place)
        {
            columns = new([.. cells]);
            strandStated = columns.Strand >= 0 || columns.SiteId >= 0 || columns.Barcode >= 0;
            if (columns.Header.Distinct(StringComparer.Ordinal).Count() != columns.Header.Count)
            {
                problems.Add(place, "names a column twice");
                return false;
            }

            if (!columns.HasPlace && columns.Barcode < 0)
            {
                problems.Add(
                    place,
                    "names no place: chr and integration_locus (VISPA2, ISAnalytics), seqnames and start (INSPIIRED), posid (AAVengeR), or a column BarcodeSeq"
                );
                return false;
            }

            if (columns.Abundance(wanted) is var (at, of))
                (column, unit) = (at, of);
            else if (wanted is not null)
                problems.Add(place, $"has no column {wanted}");
            else if (columns.Sample < 0 && columns.Others() is { Count: > 0 } samples)
                wide = samples;
            else
                problems.Add(place, "names no abundance: estAbund, UMIs, sonicLengths, fragmentEstimate, abundance, seqCount or reads");
            if (wide.Count == 0 && columns.Sample < 0 && columns.Person < 0)
                problems.Add(place, "names neither sample (GTSP, CompleteAmplificationID, sample) nor person (patient, subject)");
            if (association is null && columns.Person < 0 && !problems.Any)
                notes.Add("No person is stated and no association file was given: every sample is taken for a person of its own.");
            format =
                wide.Count > 0
                    ? columns.Barcode >= 0
                        ? "barcode matrix"
                        : "VISPA2 or ISAnalytics matrix"
                    : columns.Barcode >= 0
                        ? "barcodes"
                        : Has("CompleteAmplificationID")
                            ? "ISAnalytics"
                            : Has("repLeaderSeq") || (Has("posid") && Has("sonicLengths"))
                                ? "AAVengeR"
                                : Has("estAbund")
                                    ? "INSPIIRED"
                                    : "table with columns";
            return !problems.Any;

            bool Has(string name) => columns.Header.Contains(name, StringComparer.Ordinal);
        }

        private void Row(int line, string place)
        {
            if (Place(place) is not var (contig, position, reverse))
                return;
            if (columns.Assembly >= 0 && !Cells.IsMissing(cells[columns.Assembly]))
                assemblies.Add(cells[columns.Assembly]);
            if (wide.Count > 0)
            {
                foreach (var sample in wide)
                    Add(columns.Header[sample], "", "", null, cells[sample], true);
                return;
            }

            if (!columns.DaysOf(cells, out var days))
                problems.Add(place, "has a time that is neither a number nor one such as D14, M6 or Y2");
            else
                Add(
                    columns.Sample >= 0 ? cells[columns.Sample] : "",
                    columns.Person >= 0 ? cells[columns.Person] : "",
                    columns.CompartmentOf(cells),
                    days,
                    cells[column],
                    false
                );

            void Add(string sample, string person, string compartment, double? time, string abundance, bool matrix)
            {
                var amount = 0.0;
                if (
                    (!Cells.IsMissing(abundance) && !Cells.Number(abundance, out amount))
                    || amount < 0
                    || (!matrix && Cells.IsMissing(abundance))
                )
                {
                    problems.Add(place, $"has abundance '{abundance}'; a number from 0 was expected");
                    return;
                }

                if (amount == 0)
                    return;
                if (association is not null && sample.Length > 0)
                {
                    if (!association.TryGetValue(sample, out var facts))
                    {
                        unknownSamples.Add(sample);
                        return;
                    }

                    if (person.Length > 0 && person != facts.Person)
                    {
                        problems.Add(place, $"says person {person}; the association file says {facts.Person} for sample {sample}");
                        return;
                    }

                    (person, compartment, time) = (
                        facts.Person,
                        compartment.Length > 0 ? compartment : facts.Compartment,
                        time ?? facts.Days
                    );
                }

                person = person.Length > 0 ? person : sample;
                if (person.Length == 0)
                    problems.Add(place, "lacks the person and the sample");
                else
                    rows.Add(new(person, sample.Length > 0 ? sample : person, compartment, time, contig, position, reverse, amount, line));
            }
        }

        private (string Contig, long Position, bool Reverse)? Place(string place)
        {
            if (columns.Contig >= 0 && columns.Position >= 0)
            {
                var strand = columns.Strand >= 0 ? cells[columns.Strand] : "+";
                if (Cells.IsMissing(cells[columns.Contig]))
                    problems.Add(place, "lacks the chromosome");
                else if (!Cells.Whole(cells[columns.Position], out var position) || position is < 1 or > int.MaxValue)
                    problems.Add(place, $"has position '{cells[columns.Position]}'; a number from 1 was expected");
                else if (strand is not ("+" or "-" or "*"))
                    problems.Add(place, $"has strand '{strand}'; + or - was expected");
                else
                    return (ContigNames.Common(cells[columns.Contig]), position - 1, strand == "-");
                return null;
            }

            if (columns.SiteId >= 0)
            {
                // chr1+12345, chr1-12345, chr1+12345.2 (AAVengeR adds the group of the leader sequence).
                var id = cells[columns.SiteId];
                var sign = id.LastIndexOfAny(['+', '-']);
                var dot = sign < 0 ? -1 : id.IndexOf('.', sign);
                if (
                    sign > 0
                    && long.TryParse(
                        id.AsSpan(sign + 1, (dot < 0 ? id.Length : dot) - sign - 1),
                        NumberStyles.None,
                        CultureInfo.InvariantCulture,
                        out var at
                    )
                    && at is >= 1 and <= int.MaxValue
                )
                    return (ContigNames.Common(id[..sign]), at - 1, id[sign] == '-');
                problems.Add(place, $"has site '{id}'; chromosome, + or - and position were expected, as in chr1+12345");
                return null;
            }

            var barcode = cells[columns.Barcode];
            if (!Cells.IsMissing(barcode))
                return (barcode, -1, false);
            problems.Add(place, "lacks the barcode");
            return null;
        }
    }
}
