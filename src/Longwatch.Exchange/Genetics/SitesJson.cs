using System.Text.Json;
using Longwatch.Genomics;
using Longwatch.Genomics.Annotation;
using Longwatch.Genomics.Quantity;
using Longwatch.Genomics.Sites;
using static Longwatch.Exchange.Genetics.GeneticCodes;

namespace Longwatch.Exchange.Genetics;

/// <summary>The sites and joins of <c>verdict.json</c>. Positions are counted from 1.</summary>
internal static class SitesJson
{
    /// <summary>What SAM writes where the mapping quality is not known.</summary>
    internal const double UnknownQuality = 255;

    internal static void Write(Utf8JsonWriter json, GeneticResult result)
    {
        json.WriteStartObject("sites");
        json.WriteBoolean("placed", result.Sites.Placed);
        json.WriteString("placed_by", result.Sites.PlacedBy);
        json.Number("chimera_rate", result.Sites.ChimeraRate);
        json.Array("notes", result.Sites.Notes, json.WriteStringValue);
        json.Array("sites", result.Sites.Sites, site => Site(json, result, site));
        json.Array("joins", result.Sites.Joins, join => Join(json, result, join));
        json.WriteEndObject();
    }

    private static void Site(Utf8JsonWriter json, GeneticResult result, IntegrationSite site)
    {
        json.WriteStartObject();
        json.WriteString("id", site.Id);
        json.WriteString("contig", site.Contig);
        json.WriteNumber("position", site.Position + 1);
        json.WriteString("sequence", result.Vectors.Sequences[site.Sequence].Name);
        json.WriteBoolean("vector_reverse", site.VectorReverse);
        json.WriteString("status", Code(site.Status));
        json.WriteNumber("split_fragments", site.SplitFragments);
        json.WriteNumber("pair_fragments", site.PairFragments);
        Nullable(json, "target_site_duplication", site.TargetSiteDuplication);
        json.WriteString("target_site_bases", site.TargetSiteBases);
        json.Number("log_likelihood_ratio", site.LogLikelihoodRatio);
        json.Number("q_value", site.QValue);
        Nullable(json, "spanning_fragments", site.Host.Spanning);
        Junction(json, "left", site.Left);
        Junction(json, "right", site.Right);
        json.Array(
            "alternatives",
            site.Alternatives,
            place =>
            {
                json.WriteStartObject();
                json.WriteString("contig", place.Contig);
                json.WriteNumber("position", place.Position + 1);
                json.WriteBoolean("reverse", place.Reverse);
                json.WriteEndObject();
            }
        );
        Fraction(json, result.Quantities.Sites.FirstOrDefault(f => f.SiteId == site.Id));
        Annotation(json, result.Annotations.FirstOrDefault(a => a.SiteId == site.Id));
        json.WriteEndObject();
    }

    private static void Junction(Utf8JsonWriter json, string name, Junction? junction)
    {
        if (junction is null)
        {
            json.WriteNull(name);
            return;
        }
        json.WriteStartObject(name);
        json.WriteString("contig", junction.Contig);
        json.WriteNumber("host_position", junction.HostPosition + 1);
        json.WriteString("vector_end", Code(junction.End));
        json.WriteNumber("vector_position", junction.VectorPosition + 1);
        json.WriteBoolean("vector_reverse", junction.VectorReverse);
        json.WriteNumber("gap", junction.Gap);
        json.WriteString("gap_bases", junction.GapBases);
        json.WriteNumber("split_fragments", junction.SplitFragments);
        json.WriteNumber("pair_fragments", junction.PairFragments);
        json.WriteNumber("distinct_ends", junction.DistinctEnds);
        json.WriteNumber("window_fragments", junction.WindowFragments);
        json.Number("mean_mapping_quality", junction.MeanMappingQuality < UnknownQuality ? junction.MeanMappingQuality : null);
        json.WriteBoolean("exact", junction.Exact);
        json.WriteString("consensus", junction.Consensus);
        json.Array("read_names", junction.ReadNames, json.WriteStringValue);
        json.WriteEndObject();
    }

    private static void Fraction(Utf8JsonWriter json, SiteFraction? fraction)
    {
        if (fraction is null)
        {
            json.WriteNull("fraction");
            return;
        }
        json.WriteStartObject("fraction");
        json.WriteNumber("junction_fragments", fraction.JunctionFragments);
        json.WriteNumber("spanning_fragments", fraction.SpanningFragments);
        json.Quantity("allele_fraction", fraction.AlleleFraction);
        json.Quantity("cell_fraction", fraction.CellFraction);
        json.WriteNumber("clone", fraction.CloneNumber);
        json.WriteEndObject();
    }

    private static void Annotation(Utf8JsonWriter json, SiteAnnotation? annotation)
    {
        if (annotation is null)
        {
            json.WriteNull("annotation");
            return;
        }
        json.WriteStartObject("annotation");
        json.WriteBoolean("assessable", annotation.Assessable);
        json.WriteString("note", annotation.Note);
        json.Array(
            "containing_genes",
            annotation.Containing,
            gene =>
            {
                json.WriteStartObject();
                json.WriteString("gene", gene.Gene);
                json.WriteString("transcript", gene.Transcript);
                json.WriteBoolean("same_orientation", gene.SameOrientation);
                json.WriteString("part", Code(gene.Part));
                json.WriteNumber("number", gene.Number);
                json.WriteEndObject();
            }
        );
        json.WritePropertyName("nearest_start");
        if (annotation.NearestStart is { } nearest)
            Nearby(json, nearest);
        else
            json.WriteNullValue();
        json.Array("cancer_genes", annotation.CancerGenes, gene => Nearby(json, gene));
        json.WriteEndObject();
    }

    private static void Nearby(Utf8JsonWriter json, NearbyGene gene)
    {
        json.WriteStartObject();
        json.WriteString("gene", gene.Gene);
        json.WriteNumber("distance_to_start", gene.DistanceToStart);
        json.WriteNumber("distance_to_gene", gene.DistanceToGene);
        json.WriteBoolean("same_orientation", gene.SameOrientation);
        json.Array("lists", gene.Lists, json.WriteStringValue);
        json.WriteEndObject();
    }

    private static void Join(Utf8JsonWriter json, GeneticResult result, VectorJoinCount join)
    {
        json.WriteStartObject();
        json.WriteString("class", Code(join.Class));
        json.WriteString("sequence", result.Vectors.Sequences[join.Sequence].Name);
        json.WriteNumber("position", join.Position + 1);
        json.WriteString("other_sequence", result.Vectors.Sequences[join.OtherSequence].Name);
        json.WriteNumber("other_position", join.OtherPosition + 1);
        json.WriteNumber("fragments", join.Fragments);
        json.WriteEndObject();
    }

    private static void Nullable(Utf8JsonWriter json, string name, int? number)
    {
        if (number is { } given)
            json.WriteNumber(name, given);
        else
            json.WriteNull(name);
    }
}
