using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Longwatch.Genomics;
using Longwatch.Genomics.Clones;
using Longwatch.Genomics.Quantity;
using Longwatch.Genomics.Screening;
using Longwatch.Genomics.Vectors;
using Longwatch.Genomics.Verdict;
using Longwatch.Statistics;
using static Longwatch.Exchange.Genetics.GeneticCodes;

namespace Longwatch.Exchange.Genetics;

/// <summary>
/// <c>verdict.json</c>: a genetic test as data, in the shape of <c>docs/formats/verdict.schema.json</c>. Positions are counted from 1, both
/// ends included; a number that cannot be told is null.
/// </summary>
internal static class VerdictJson
{
    internal const string File = "verdict.json";
    internal const string SchemaFile = "verdict.schema.json";

    /// <summary>The identity of the shape; a change that breaks readers raises the number in both.</summary>
    internal const string SchemaId = "urn:longwatch:verdict:1";

    internal const int SchemaVersion = 1;

    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    internal static byte[] Write(GeneticResult result, ComparisonResult? comparison = null)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("$schema", SchemaFile);
            json.WriteString("schema_id", SchemaId);
            json.WriteNumber("schema_version", SchemaVersion);
            json.WriteString("program", "Longwatch");
            json.WriteString("version", result.Version);
            json.WriteString("sample", result.SampleId);
            Verdict(json, result.Verdict);
            Specimen(json, result);
            Run(json, result.Run);
            Setting(json, result.Setting);
            Vectors(json, result.Vectors);
            Input(json, result.Screening);
            Evidence(json, result);
            SitesJson.Write(json, result);
            Quantities(json, result);
            ComparisonJson.Write(json, comparison);
            json.WriteEndObject();
        }
        buffer.WriteByte((byte)'\n');
        return buffer.ToArray();
    }

    private static void Verdict(Utf8JsonWriter json, GeneticVerdict verdict)
    {
        json.WriteStartObject("verdict");
        json.WriteString("class", Code(verdict.Class));
        json.WriteString("sentence", verdict.Sentence);
        json.Array(
            "explanations",
            verdict.Explanations,
            explanation =>
            {
                json.WriteStartObject();
                json.WriteString("explanation", Code(explanation.Explanation));
                json.Number("prior", explanation.Prior);
                json.Number("probability", explanation.Probability);
                json.Array("because", explanation.Because, json.WriteStringValue);
                json.WriteEndObject();
            }
        );
        json.Array("reasons", verdict.Reasons, json.WriteStringValue);
        json.Array(
            "statement",
            verdict.NegativeStatement,
            fact =>
            {
                json.WriteStartObject();
                json.WriteString("label", fact.Label);
                json.WriteString("value", fact.Value);
                json.WriteEndObject();
            }
        );
        json.Array("limits", verdict.Limits, json.WriteStringValue);
        json.WriteEndObject();
    }

    private static void Specimen(Utf8JsonWriter json, GeneticResult result)
    {
        json.WriteStartObject("specimen");
        json.WriteString("compartment", Code(result.Setting.Compartment));
        json.Number("purity", result.Specimen.Purity);
        json.Number("tumour_ploidy", result.Specimen.TumourPloidy);
        json.WriteString("product", result.Specimen.Product);
        json.WriteString("assay", Code(result.Specimen.Assay));
        json.WriteString("molecule", Code(result.Specimen.Molecule));
        json.WriteEndObject();
    }

    private static void Run(Utf8JsonWriter json, RunContext run)
    {
        json.WriteStartObject("run");
        json.WriteString("person", run.Person);
        json.Number("days_since_infusion", run.DaysSinceInfusion);
        json.Number("t_cell_share", run.TCellFraction);
        json.Number("neighbour_fragments", run.NeighbourFragments);
        json.Number("index_hop_rate", run.IndexHopRate);
        json.WriteString("positive_control", run.PositiveControl);
        json.WriteString("blank_control", run.BlankControl);
        json.WriteEndObject();
    }

    private static void Setting(Utf8JsonWriter json, TestSetting setting)
    {
        json.WriteStartObject("setting");
        json.WriteString("rules_version", setting.RulesVersion);
        json.WriteString("rules_sha256", setting.RulesSha256);
        json.WriteString("reference", setting.Reference);
        json.WriteString("gene_table", setting.GeneTable);
        json.Array("cancer_gene_lists", setting.CancerGeneLists, json.WriteStringValue);
        json.WriteEndObject();
    }

    private static void Vectors(Utf8JsonWriter json, CompiledVectors vectors)
    {
        json.WriteStartObject("vectors");
        json.WriteString("hash", vectors.Hash);
        json.WriteBoolean("mask_is_complete", vectors.MaskIsComplete);
        json.Array(
            "mask",
            vectors.Mask,
            reference =>
            {
                json.WriteStartObject();
                json.WriteString("name", reference.Name);
                json.WriteString("covers", Code(reference.Covers));
                json.WriteNumber("bases", reference.Bases);
                json.WriteString("sha256", reference.Sha256);
                json.WriteBoolean("whole_genome", reference.WholeGenome);
                json.WriteEndObject();
            }
        );
        json.Array("notes", vectors.Notes, json.WriteStringValue);
        json.Array("sequences", vectors.Sequences, sequence => Sequence(json, sequence));
        json.WriteEndObject();
    }

    private static void Sequence(Utf8JsonWriter json, SearchedSequence sequence)
    {
        json.WriteStartObject();
        json.WriteString("name", sequence.Name);
        json.WriteString("vector", sequence.VectorName);
        json.WriteString("kind", Code(sequence.Kind));
        json.WriteString("family", Code(sequence.Family));
        json.WriteNumber("length", sequence.Length);
        json.WriteString("accession", sequence.Accession);
        json.WriteStartObject("bases_by_origin");
        foreach (var origin in Enum.GetValues<SequenceOrigin>())
            json.WriteNumber(Code(origin), sequence.Origins.Count(o => o == origin));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Input(Utf8JsonWriter json, ScreeningResult screening)
    {
        var input = screening.Input;
        json.WriteStartObject("input");
        json.Array(
            "files",
            [.. input.Files.Zip(input.Formats)],
            file =>
            {
                json.WriteStartObject();
                json.WriteString("file", file.First);
                json.WriteString("format", Code(file.Second));
                json.WriteEndObject();
            }
        );
        json.WriteBoolean("aligned", input.Aligned);
        json.WriteBoolean("paired", input.Paired);
        json.WriteBoolean("has_unmapped_reads", input.HasUnmappedReads);
        json.WriteNumber("contigs", input.Contigs.Count);
        json.WriteNumber("host_bases", input.Contigs.Sum(c => c.Length));
        Counts(json, screening.Counts);
        json.WriteNumber("candidate_reads", screening.Candidates.Count);
        json.Number("kept_share", screening.KeptShare);
        json.Array(
            "findings",
            screening.Findings,
            finding =>
            {
                json.WriteStartObject();
                json.WriteString("code", finding.Code);
                json.WriteString("file", finding.Problem.File);
                json.WriteString("place", finding.Problem.Place);
                json.WriteString("message", finding.Problem.Message);
                json.WriteBoolean("refuses_negative", finding.RefusesNegative);
                json.WriteEndObject();
            }
        );
        json.WriteEndObject();
    }

    private static void Counts(Utf8JsonWriter json, ReadCounts counts)
    {
        json.WriteStartObject("counts");
        json.WriteNumber("records", counts.Records);
        json.WriteNumber("reads", counts.Reads);
        json.WriteNumber("bases", counts.Bases);
        json.WriteNumber("unmapped", counts.Unmapped);
        json.WriteNumber("duplicates", counts.Duplicates);
        json.WriteNumber("quality_failed", counts.QualityFailed);
        json.WriteNumber("secondary", counts.Secondary);
        json.WriteNumber("supplementary", counts.Supplementary);
        json.WriteNumber("with_seed", counts.WithSeed);
        json.WriteNumber("gc_bases", counts.GcBases);
        json.Number("mean_quality", counts.MeanQuality);
        json.Number("mean_read_length", counts.MeanReadLength);
        json.Number("median_fragment", counts.MedianFragment);
        json.WriteEndObject();
    }

    private static void Evidence(Utf8JsonWriter json, GeneticResult result)
    {
        var evidence = result.Evidence;
        json.WriteStartObject("evidence");
        json.WriteNumber("fragments", evidence.Fragments.Count);
        json.WriteNumber("distinct_fragments", evidence.Fragments.Count(f => f.DuplicateOf < 0));
        json.WriteNumber("fragments_touching_unique", evidence.UniqueFragments);
        json.Array("notes", evidence.Notes, json.WriteStringValue);
        json.Array(
            "sequences",
            evidence.Coverage,
            coverage =>
            {
                json.WriteStartObject();
                json.WriteString("sequence", result.Vectors.Sequences[coverage.Sequence].Name);
                json.Number("mean_depth", coverage.Depth.Length == 0 ? 0 : coverage.Depth.Average());
                json.WriteNumber("bases_covered", coverage.Depth.Count(d => d > 0));
                json.WriteStartObject("fragments_by_origin");
                foreach (var origin in Enum.GetValues<SequenceOrigin>())
                    json.WriteNumber(Code(origin), coverage.Fragments[(int)origin]);
                json.WriteEndObject();
                json.WriteEndObject();
            }
        );
        json.WriteEndObject();
    }

    private static void Quantities(Utf8JsonWriter json, GeneticResult result)
    {
        json.WriteStartObject("quantities");
        json.Array(
            "copy_numbers",
            result.Quantities.CopyNumbers,
            copies =>
            {
                json.WriteStartObject();
                json.WriteString("sequence", result.Vectors.Sequences[copies.Sequence].Name);
                json.Quantity("per_cell", copies.PerCell);
                json.Quantity("per_tumour_cell", copies.PerTumourCell);
                json.Number("vector_depth", copies.VectorDepth);
                json.Number("host_depth", copies.HostDepth);
                json.WriteEndObject();
            }
        );
        json.Array(
            "unique_evidence",
            result.Quantities.Unique,
            unique =>
            {
                json.WriteStartObject();
                json.WriteString("vector", unique.VectorName);
                json.WriteNumber("fragments", unique.Fragments);
                json.WriteNumber("places", unique.Places);
                json.WriteBoolean("counted", unique.Counted);
                json.WriteEndObject();
            }
        );
        Limit(json, result.Quantities.Limit);
        json.WriteEndObject();
    }

    private static void Limit(Utf8JsonWriter json, DetectionLimit limit)
    {
        json.WriteStartObject("detection_limit");
        json.WriteNumber("required_fragments", limit.RequiredFragments);
        json.Number("effective_length", limit.EffectiveLength);
        json.Number("host_depth", limit.HostDepth);
        json.Number("fifth_percentile_depth", limit.FifthPercentileDepth);
        json.Number("copies_per_cell", limit.CopiesPerCell);
        json.Number("cell_share", limit.CellShare);
        json.Number("upper_bound", limit.UpperBound);
        json.Number("power_for_presence", limit.PowerForPresence);
        json.Number("power_for_clonal_site", limit.PowerForClonalSite);
        json.WriteString("why_not", limit.WhyNot);
        json.WriteString("vector", limit.VectorName);
        json.Number("fragments_per_copy", limit.FragmentsPerCopy);
        json.Number("join_fragments_per_copy", limit.JoinFragmentsPerCopy);
        json.Number("dispersion", limit.Dispersion);
        json.Number("masked_share", limit.MaskedShare);
        json.Number("expected_contamination", limit.ExpectedContamination);
        json.WriteString("depth_method", limit.DepthMethod);
        json.WriteEndObject();
    }
}

/// <summary>What the parts of <c>verdict.json</c> are written with.</summary>
internal static class GeneticJson
{
    /// <summary>Null for what is not finite: JSON has no such numbers, and a reader could do nothing with one.</summary>
    internal static void Number(this Utf8JsonWriter json, string name, double? number)
    {
        if (number is { } given && double.IsFinite(given))
            json.WriteNumber(name, given);
        else
            json.WriteNull(name);
    }

    internal static void Array<T>(this Utf8JsonWriter json, string name, IReadOnlyList<T> items, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
            write(item);
        json.WriteEndArray();
    }

    internal static void Quantity(this Utf8JsonWriter json, string name, Quantity quantity)
    {
        json.WriteStartObject(name);
        json.Number("value", quantity.Value);
        Interval(json, quantity.Interval);
        json.WriteString("method", quantity.Method);
        json.WriteString("note", quantity.Note);
        json.WriteEndObject();
    }

    private static void Interval(Utf8JsonWriter json, Interval? interval)
    {
        json.Number("lower", interval?.Lower);
        json.Number("upper", interval?.Upper);
    }
}
