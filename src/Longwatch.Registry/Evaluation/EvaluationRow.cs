using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Longwatch.Registry.Evaluation;

/// <summary>One evaluation: what was asked, of which knowledge, by whom.</summary>
public sealed class EvaluationRow : Fact
{
    public DateTimeOffset RunAt { get; set; }

    /// <summary>Printed name of the person who ran it.</summary>
    public required string RunBy { get; set; }
    public DateOnly DataLock { get; set; }

    /// <summary>Moment whose knowledge was evaluated.</summary>
    public DateTimeOffset KnownAt { get; set; }

    /// <summary>Codes of the centres evaluated; null: all.</summary>
    public string[]? Centres { get; set; }

    /// <summary>Confidence level of the intervals.</summary>
    public double Level { get; set; }

    /// <summary>Version of the program.</summary>
    public required string Program { get; set; }

    /// <summary>SHA-256 over names and bytes of the CSV files of the cohort.</summary>
    public required string Fingerprint { get; set; }

    /// <summary>SHA-256 of <c>evaluation.json</c>.</summary>
    public required string ReportSha256 { get; set; }

    private sealed class Mapping : IEntityTypeConfiguration<EvaluationRow>
    {
        public void Configure(EntityTypeBuilder<EvaluationRow> builder)
        {
            builder.ToTable("evaluation", "registry");
            builder.Property(e => e.ReportSha256).HasColumnName("report_sha256");
        }
    }
}

/// <summary>The report of an evaluation in its three forms, packed; written once.</summary>
internal sealed class EvaluationReportRow
{
    public Guid Evaluation { get; set; }

    /// <summary><see cref="EvaluationView"/> as JSON.</summary>
    public required byte[] ViewGzip { get; set; }
    public required byte[] JsonGzip { get; set; }
    public required byte[] HtmlGzip { get; set; }

    private sealed class Mapping : IEntityTypeConfiguration<EvaluationReportRow>
    {
        public void Configure(EntityTypeBuilder<EvaluationReportRow> builder)
        {
            builder.ToTable("evaluation_report", "registry");
            builder.HasKey(r => r.Evaluation);
        }
    }
}
