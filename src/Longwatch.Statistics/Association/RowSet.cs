namespace Longwatch.Statistics.Association;

/// <summary>People as columns of numbers: what a pass over them reads. Rows behind the last person carry no weight.</summary>
internal sealed class RowSet
{
    /// <summary>People are taken so many at a time; the number of rows is a multiple.</summary>
    public const int Tile = 32;

    public RowSet(int covariates, int people, double[]? columns = null)
    {
        Stride = Padded(people);
        Columns = columns ?? new double[covariates * Stride];
        (Genotype, Present) = (new double[Stride], new double[Stride]);
    }

    /// <summary>Distance between two columns.</summary>
    public int Stride { get; }

    /// <summary>Rows in use, a multiple of <see cref="Tile"/>.</summary>
    public int Rows { get; set; }

    /// <summary>Covariates, one column after the other, without the column of ones.</summary>
    public double[] Columns { get; }

    /// <summary>Copies of the counted allele, less those of the people who are not listed.</summary>
    public double[] Genotype { get; }

    /// <summary>1 for people who count in the model, 0 for those whose genotype is missing.</summary>
    public double[] Present { get; }

    /// <summary>Some genotypes are missing; without any, a pass that takes people out as it puts them in does not read <see cref="Present"/>.</summary>
    public bool HasMissing { get; set; }

    public static int Padded(int people) => (people + Tile - 1) / Tile * Tile;
}
