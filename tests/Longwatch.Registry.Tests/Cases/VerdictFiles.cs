using System.Text;

namespace Longwatch.Registry.Tests.Cases;

/// <summary>The parts of a verdict.json that casework reads, written by hand from docs/formats/verdict.md.</summary>
internal static class VerdictFiles
{
    public static byte[] Negative(string person, string compartment = "tumour") => Of(person, compartment, "not_detected", 0, "[]");

    public static byte[] Clonal(string person, string cancerGene) =>
        Of(
            person,
            "tumour",
            "detected_clonal",
            0.9,
            $$$"""
            [{"id":"s1","contig":"chr17","position":7676000,"status":"confirmed","fraction":null,
              "annotation":{"assessable":true,"containing_genes":[],"nearest_start":null,"cancer_genes":[{"gene":"{{{cancerGene}}}"}],"note":null}}]
            """
        );

    private static string Hash => new('a', 64);

    private static byte[] Of(string person, string compartment, string verdict, double copies, string sites) =>
        Encoding.UTF8.GetBytes(
            $$$"""
            {"schema_id":"urn:longwatch:verdict:1","schema_version":1,"version":"0.1.0","sample":"T-1",
             "verdict":{"class":"{{{verdict}}}","sentence":"By hand.","reasons":["by hand"]},
             "specimen":{"compartment":"{{{compartment}}}","purity":0.8},
             "run":{"person":"{{{person}}}"},
             "setting":{"rules_version":"2026-11-21","cancer_gene_lists":["a list"]},
             "vectors":{"hash":"{{{Hash}}}"},
             "sites":{"placed":true,"sites":{{{sites}}} },
             "quantities":{"copy_numbers":[{"sequence":"v","per_cell":{"value":{{{copies.ToString(
                System.Globalization.CultureInfo.InvariantCulture
            )}}} ,"lower":null,"upper":null} } ],
                           "detection_limit":{"copies_per_cell":0.004,"why_not":null} } }
            """
        );
}
