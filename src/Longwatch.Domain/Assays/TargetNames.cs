using Longwatch.Domain.Treatment;

namespace Longwatch.Domain.Assays;

/// <summary>Targets and vector families as they are printed.</summary>
public static class TargetNames
{
    public static string Of(AssayTarget target) =>
        target switch
        {
            AssayTarget.Psi => "psi",
            AssayTarget.Rre => "RRE",
            AssayTarget.Cppt => "cPPT",
            AssayTarget.Wpre => "WPRE",
            AssayTarget.HivLtr => "HIV-1 LTR",
            AssayTarget.MscvLtr => "MSCV LTR",
            AssayTarget.Fmc63 => "FMC63",
            AssayTarget.CarOfProducts => "product-specific CAR",
            AssayTarget.GivenSequences => "given sequences",
            _ => throw new ArgumentOutOfRangeException(nameof(target)),
        };

    public static string Of(VectorFamily family) =>
        family switch
        {
            VectorFamily.Lentiviral => "lentiviral",
            VectorFamily.Gammaretroviral => "gammaretroviral",
            VectorFamily.Transposon => "a transposon",
            _ => "not known",
        };
}
