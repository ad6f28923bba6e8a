using Longwatch.Evaluation.Signals;

namespace Longwatch.Exchange.Faers;

/// <summary>What the table of reports says of the reports used, as columns: made before the other tables are read, so that the memory of its rows is theirs.</summary>
internal sealed class ReportColumns
{
    private ReportColumns(long[] ids, DemoRows demo)
    {
        Id = ids;
        var n = ids.Length;
        (Case, Received, EventDate, Age) = (new long[n], new int[n], new int[n], new float[n]);
        (Sex, Country, Manufacturer, Quarter) = (new ReportedSex[n], new ushort[n], new ulong[n], new short[n]);
        Countries =
        [
            .. Enumerable.Range(0, Math.Min(demo.Countries.Count, ushort.MaxValue)).Select(i => FaersCells.Text(demo.Countries[i])),
        ];
    }

    internal long[] Id { get; }

    internal long[] Case { get; }

    internal int[] Received { get; }

    internal int[] EventDate { get; }

    internal float[] Age { get; }

    internal ReportedSex[] Sex { get; }

    internal ushort[] Country { get; }

    internal ulong[] Manufacturer { get; }

    internal short[] Quarter { get; }

    internal string[] Countries { get; }

    /// <summary>The columns of the latest versions, in their order.</summary>
    internal static ReportColumns Of(DemoRows demo, LatestVersions latest)
    {
        var columns = new ReportColumns(latest.Ids, demo);
        ReportPieces.Run(
            latest.Rows.Length,
            (first, end) =>
            {
                var rows = demo.All;
                for (var i = first; i < end; i++)
                    columns.Fill(i, rows[latest.Rows[i]]);
            }
        );
        return columns;
    }

    private void Fill(int i, DemoRow row)
    {
        Case[i] = row.Case;
        Received[i] = row.First > 0 ? row.First : row.Fda;
        EventDate[i] = row.Event;
        Age[i] = row.Age;
        Sex[i] = row.Sex;
        Country[i] = (ushort)(row.Country < ushort.MaxValue ? row.Country : 0);
        Manufacturer[i] = row.Manufacturer;
        Quarter[i] = row.Quarter;
    }
}
