using System.CommandLine;

namespace OrleansSse.Load;

/// <summary>An option that is a whole number with a default and a smallest value.</summary>
internal sealed class CountOption : Option<int>
{
    /// <param name="name">With its dashes.</param>
    /// <param name="standard">The value when the option is not given.</param>
    /// <param name="description">For the help.</param>
    /// <param name="least">The smallest value that makes sense.</param>
    public CountOption(string name, int standard, string description, int least = 1)
        : base(name)
    {
        Description = description;
        HelpName = "N";
        DefaultValueFactory = _ => standard;
        CustomParser = result =>
        {
            if (int.TryParse(result.Tokens[0].Value, out var value) && value >= least) return value;
            result.AddError($"{name} must be a whole number, at least {least}; '{result.Tokens[0].Value}' is not.");
            return standard;
        };
    }
}
